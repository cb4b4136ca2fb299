// Owns: a TCP port in front of a server, whose connections can be counted, cut at a given chunk, slowed down and refused.
// Must not know: what is spoken over it.

import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

import { rerouted } from '../connection.ts'
import { lane, type Lane } from './lane.ts'
import { reset } from './reset.ts'

export type Direction = 'to-server' | 'to-client'

export interface Cut {
  readonly direction: Direction
  /** `before`: the chunk arrives nowhere. `after`: it arrives, and nothing after it in either direction. */
  readonly when: 'before' | 'after'
  /** Counted from now, over all connections: 1 is the next. 1 when not given. */
  readonly chunk?: number
  /**
   * How the two ends learn of it. `close` (when not given): both connections end. `reset`: the client's ends with a reset.
   * `silence`: neither learns anything; the connections stay open and carry nothing any more, until `sever`.
   */
  readonly manner?: 'close' | 'reset' | 'silence'
}

export interface ProxyOptions {
  /** Milliseconds that each chunk takes in each direction, so half of a round trip; 0 when not given. */
  readonly delay?: number
}

export interface Proxy {
  readonly host: string
  readonly port: number
  /** The URL of something on the server behind, through this proxy. */
  readonly through: (target: { readonly url: string }) => string
  /** What has come in so far. A chunk is what one read of a socket gave: often, but not always, one message. */
  readonly chunks: () => Readonly<Record<Direction, number>>
  readonly bytes: () => Readonly<Record<Direction, number>>
  /** Accepted so far. */
  readonly connections: () => number
  /** Arms one cut, instead of one that has not happened yet. Resolves when it has happened. Only that chunk's connection is cut. */
  readonly cut: (cut: Cut) => Promise<void>
  /** Ends all connections now. New ones are carried. */
  readonly sever: () => void
  /** From now on connections are closed as soon as they are made, or, once more, carried. Those that are open stay. */
  readonly admit: (whom: 'nobody' | 'everybody') => void
  /** Another delay for what comes in from now on. What is under way stays in order. */
  readonly setDelay: (milliseconds: number) => void
  /** Ends all connections and gives the port back. Repeatable. */
  readonly close: () => Promise<void>
}

interface Armed {
  readonly cut: Cut
  left: number
  readonly happened: () => void
}

/** Carries everything between a port of its own and the target, on the loopback interface. */
export async function proxy(target: { readonly host?: string; readonly port: number }, options: ProxyOptions = {}): Promise<Proxy> {
  const chunks = { 'to-server': 0, 'to-client': 0 }
  const bytes = { 'to-server': 0, 'to-client': 0 }
  const open = new Set<Socket>()
  let accepted = 0
  let delay = options.delay ?? 0
  let admitted: 'nobody' | 'everybody' = 'everybody'
  let armed: Armed | undefined

  const arrives = (direction: Direction, chunk: Buffer): Armed | undefined => {
    chunks[direction]++
    bytes[direction] += chunk.length
    if (armed?.cut.direction !== direction || --armed.left > 0) return undefined
    const now = armed
    armed = undefined
    return now
  }

  const carry = (client: Socket, server: Socket): void => {
    for (const socket of [client, server]) {
      open.add(socket)
      socket.setNoDelay(true)
      // What went wrong on one side is told to the other by the end that follows.
      socket.on('error', () => undefined)
      socket.once('close', () => open.delete(socket))
    }
    let state: 'carrying' | 'cut' = 'carrying'
    const lanes: Readonly<Record<Direction, Lane>> = { 'to-server': lane(client, server), 'to-client': lane(server, client) }
    const perform = ({ cut, happened }: Armed, chunk: Buffer): void => {
      state = 'cut'
      const passage = lanes[cut.direction]
      const finish = (): void => {
        part(client, server, cut.manner ?? 'close')
        happened()
      }
      // What was under way before it arrives in either case.
      if (cut.when === 'before') passage.follow(delay, finish)
      else passage.push(chunk, delay, finish)
    }
    const listen = (from: Socket, direction: Direction): void => {
      from.on('data', (chunk) => {
        if (state === 'cut') return
        const cut = arrives(direction, chunk)
        if (cut === undefined) lanes[direction].push(chunk, delay)
        else perform(cut, chunk)
      })
      from.once('end', () => state === 'carrying' && lanes[direction].end(delay))
      from.once('close', () => state === 'carrying' && lanes[direction].close(delay))
    }
    listen(client, 'to-server')
    listen(server, 'to-client')
  }

  // A half-closed connection is carried as one.
  const listener = createServer({ allowHalfOpen: true }, (client) => {
    accepted++
    if (admitted === 'everybody') carry(client, connect({ host: target.host ?? '127.0.0.1', port: target.port, allowHalfOpen: true }))
    else client.destroy()
  })
  const sever = (): void => open.forEach((socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject)
    listener.listen(0, '127.0.0.1', resolve)
  })
  const { port } = listener.address() as AddressInfo
  return {
    host: '127.0.0.1',
    port,
    through: ({ url }) => rerouted(url, { host: '127.0.0.1', port }),
    chunks: () => ({ ...chunks }),
    bytes: () => ({ ...bytes }),
    connections: () => accepted,
    cut: (cut) =>
      new Promise((happened) => {
        armed = { cut, left: cut.chunk ?? 1, happened }
      }),
    sever,
    admit: (whom) => void (admitted = whom),
    setDelay: (milliseconds) => void (delay = milliseconds),
    close: async () => {
      sever()
      await new Promise<void>((resolve) => {
        listener.close(() => resolve())
      })
    },
  }
}

function part(client: Socket, server: Socket, manner: NonNullable<Cut['manner']>): void {
  switch (manner) {
    case 'silence':
      return
    case 'close':
      client.destroySoon()
      break
    case 'reset':
      reset(client)
      break
    default:
      manner satisfies never
  }
  // Not destroyed at once: its answer to a closed port would be a reset, which may overtake what the server has not read yet.
  server.once('end', () => server.destroy())
  server.end()
}
