// Owns: a TCP connection in front of a server that can be hurt on purpose.
// Must not know: what is spoken over it.

import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface Wire {
  readonly port: number
  /** The next request reaches the server and takes effect; the connection breaks instead of answering. */
  loseNextAnswer(): void
  /** The next request breaks the connection and never reaches the server. */
  loseNextRequest(): void
  close(): Promise<void>
}

export function tapWire(target: number): Promise<Wire> {
  let mood: 'well' | 'lose-request' | 'lose-answer' = 'well'
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1')
    const breakOff = (): void => {
      client.destroy()
      upstream.destroy()
    }
    let answer: 'wanted' | 'unwanted' = 'wanted'
    client.on('data', (chunk) => {
      if (mood === 'lose-request') {
        mood = 'well'
        return breakOff()
      }
      if (mood === 'lose-answer') {
        mood = 'well'
        answer = 'unwanted'
      }
      upstream.write(chunk)
    })
    upstream.on('data', (chunk) => {
      if (answer === 'unwanted') breakOff()
      else client.write(chunk)
    })
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', breakOff)
      socket.on('close', () => {
        sockets.delete(socket)
        breakOff()
      })
    }
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        loseNextAnswer: () => void (mood = 'lose-answer'),
        loseNextRequest: () => void (mood = 'lose-request'),
        close: () =>
          new Promise((closed) => {
            for (const socket of sockets) socket.destroy()
            server.close(() => closed())
          }),
      })
    })
  })
}
