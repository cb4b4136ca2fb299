// Owns: that a process which broke a connection can end.
// Must not know: servers.

import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const RESET = new URL('../dist/proxy/reset.js', import.meta.url).href
const program = (shuttingDown: 'yes' | 'no'): string => `
import { connect, createServer } from 'node:net'
import { reset } from ${JSON.stringify(RESET)}
const server = createServer((client) => client.on('error', () => {}))
server.listen(0, '127.0.0.1', () => {
  const socket = connect(server.address().port, '127.0.0.1')
  socket.on('error', ({ code }) => console.log(code))
  socket.on('close', () => console.log('closed'))
  socket.on('connect', () => {
    ${shuttingDown === 'yes' ? 'socket.end()' : ''}
    reset(socket)
    server.close()
  })
})`

test.each(['yes', 'no'] as const)('a process that broke a connection ends (shutting down: %s)', (shuttingDown) => {
  const args = ['--input-type=module', '-e', program(shuttingDown)]
  const { status, stdout } = spawnSync(process.execPath, args, {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    encoding: 'utf8',
    timeout: 60_000,
  })
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'closed\n' })
})
