// Owns: a TCP port in front of a server, whose connections can be broken at the next message.
// Must not know: what is spoken over it.

import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

import type { Wire } from './subject.ts'

export interface TappedWire extends Wire {
  /** Where clients connect instead of the server's own port; on the loopback interface. */
  readonly port: number
  /** Breaks all connections and gives the port back. */
  readonly close: () => Promise<void>
}

/** Milliseconds without an answer after which a request counts as done. */
const QUIET_MS = 100

type Mood = 'carry' | 'lose answer' | 'lose request'

/** Carries bytes between its own port and `target`, until it is told to lose something: once, whichever connection is next. */
export function tapWire(target: number): Promise<TappedWire> {
  let mood: Mood = 'carry'
  const next = (): Mood => {
    const now = mood
    mood = 'carry'
    return now
  }
  const open = new Set<Socket>()
  const server = createServer((client) => {
    open.add(client)
    client.once('close', () => open.delete(client))
    carry(client, connect(target, '127.0.0.1'), next)
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        loseNextAnswer: () => void (mood = 'lose answer'),
        loseNextRequest: () => void (mood = 'lose request'),
        close: async () => {
          for (const client of open) client.destroy()
          await new Promise((closed) => {
            server.close(closed)
          })
        },
      })
    })
  })
}

function carry(client: Socket, server: Socket, next: () => Mood): void {
  let answers: 'carried' | 'lost' = 'carried'
  let quiet: NodeJS.Timeout | undefined
  const breakOff = (): void => {
    clearTimeout(quiet)
    client.destroy()
    server.destroy()
  }
  client.on('data', (bytes) => {
    const mood = next()
    if (mood === 'lose request') return breakOff()
    if (mood === 'lose answer') answers = 'lost'
    server.write(bytes)
  })
  server.on('data', (bytes) => {
    if (answers === 'carried') return void client.write(bytes)
    // Over a web socket one request is several messages, each answered: it has been done when no more answers come.
    clearTimeout(quiet)
    quiet = setTimeout(breakOff, QUIET_MS)
  })
  for (const socket of [client, server]) {
    // Otherwise each of several small messages waits forty milliseconds for the acknowledgement of the one before.
    socket.setNoDelay(true)
    socket.on('error', breakOff)
    socket.on('close', breakOff)
  }
}
