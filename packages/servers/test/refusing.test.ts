// Owns: when a server counts as gone.

import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { expect, it } from 'vitest'

import { refusing } from '../src/refusing.ts'

it('a port that still lets somebody in is waited for', async () => {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const first = once(server, 'connection')
  const waiting = refusing((server.address() as AddressInfo).port).then(() => 'resolved')
  await first
  const next = once(server, 'connection').then(() => 'asks again')
  expect(await Promise.race([waiting, next])).toBe('asks again')
  server.close()
  expect(await waiting).toBe('resolved')
})
