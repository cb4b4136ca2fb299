// Owns: a PgBouncer of a test's own, on a free port, in front of a server, with transactions pooled.
// Must not know: what is tested.

import { spawn, spawnSync } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Connection } from '@godwit/servers'

export interface PgBouncer {
  readonly port: number
  readonly stop: () => Promise<void>
}

export const hasPgBouncer: boolean = spawnSync('pgbouncer', ['--version']).status === 0

/** `size`: how many connections to the server each database gets. */
export async function startPgBouncer({ host, port, user, password }: Connection, size: number): Promise<PgBouncer> {
  const folder = mkdtempSync(join(tmpdir(), 'godwit-pgbouncer-'))
  const own = await freePort()
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
  writeFileSync(join(folder, 'users'), `${quoted(user)} ${quoted(password)}\n`)
  writeFileSync(
    join(folder, 'ini'),
    [
      `[databases]\n* = host=${host} port=${port}`,
      `[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${own}\nunix_socket_dir =\npool_mode = transaction\ndefault_pool_size = ${size}`,
      `auth_type = plain\nauth_file = ${join(folder, 'users')}\nmax_client_conn = 200\nserver_idle_timeout = 5\n`,
    ].join('\n'),
  )
  // It refuses to run as root.
  const root = process.getuid?.() === 0
  const id = root ? Number(spawnSync('id', ['-u', 'postgres'], { encoding: 'utf8' }).stdout) : undefined
  if (id !== undefined) for (const path of [folder, join(folder, 'users'), join(folder, 'ini')]) chownSync(path, id, id)
  const child = spawn('pgbouncer', ['-q', join(folder, 'ini')], { stdio: 'ignore', ...(id === undefined ? {} : { uid: id, gid: id }) })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL')
    await gone
    rmSync(folder, { recursive: true, force: true })
  }
  for (;;) {
    if (child.exitCode !== null) throw new Error(`pgbouncer ended with ${child.exitCode}`)
    if (await answers(own)) return { port: own, stop }
    await pause(20)
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const settle = (answer: boolean): void => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => settle(true))
    socket.once('error', () => settle(false))
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
