// Owns: the wire between a runner and its server, cut into pieces that can be counted, with something done at one of them.
// Must not know: protocols, what is done there.

import { connect, createServer, type Socket } from 'node:net'
import { once } from 'node:events'
import { reset } from '@godwit/servers'
import type { Address } from './database.ts'

/** A piece of what was sent, in either direction, counted over all connections from 1. */
export interface Piece {
  readonly n: number
  readonly direction: 'to-server' | 'to-client'
}

export interface Wire {
  readonly port: number
  /** How many pieces have passed. */
  readonly passed: number
  /** How many bytes have passed to the server. */
  readonly bytesToServer: number
  close(): Promise<void>
}

/** Decides before a piece is forwarded. `cut` breaks every connection, this piece lost. */
export type Watch = (piece: Piece) => 'pass' | 'cut'

/**
 * A message is cut into pieces of `pieceBytes`, so that what arrives by half is tried too. The server's answers are not:
 * how they are cut says nothing about what the server did.
 */
export async function wire(target: Address, pieceBytes: number, watch: Watch): Promise<Wire> {
  let passed = 0
  let bytesToServer = 0
  const sockets = new Set<Socket>()
  const cut = (): void => {
    for (const socket of sockets) reset(socket)
  }
  const server = createServer((client) => {
    const upstream = connect(target.port, target.host)
    for (const [from, to, direction] of [
      [client, upstream, 'to-server'],
      [upstream, client, 'to-client'],
    ] as const) {
      sockets.add(from)
      from.setNoDelay(true)
      from.on('data', (chunk: Buffer) => {
        if (to.destroyed) return
        const size = direction === 'to-server' ? pieceBytes : chunk.length
        let verdict: ReturnType<Watch> = 'pass'
        let end = 0
        while (end < chunk.length && (verdict = watch({ n: passed + 1, direction })) === 'pass') {
          passed++
          end += size
        }
        // In one: PgBouncer ends whoever sends his login in halves, and what is undisturbed must arrive.
        if (end > 0) to.write(chunk.subarray(0, end))
        if (direction === 'to-server') bytesToServer += Math.min(end, chunk.length)
        if (verdict === 'cut') cut()
      })
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        to.end()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the wire has no port')
  return {
    port: address.port,
    get passed() {
      return passed
    },
    get bytesToServer() {
      return bytesToServer
    },
    async close() {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
