// Owns: two ends of plain TCP for a proxy to stand between.
// Must not know: proxies.

import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface Listener {
  readonly port: number
  /** What it has heard, over all connections. */
  readonly heard: () => string
  /** Resolves when somebody has ended a connection to it. */
  readonly left: Promise<void>
}

/** Answers what it hears in capitals. */
export async function listener(): Promise<Listener> {
  let heard = ''
  const sockets: Socket[] = []
  let leave: () => void
  const left = new Promise<void>((resolve) => (leave = resolve))
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    socket.once('end', () => leave())
    socket.on('data', (chunk) => {
      heard += String(chunk)
      socket.write(String(chunk).toUpperCase())
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, heard: () => heard, left }
}

export interface Caller {
  readonly socket: Socket
  readonly say: (text: string) => void
  /** Resolves with everything heard, once that is at least `length` long. */
  readonly hear: (length: number) => Promise<string>
  /** Resolves when the connection is over: with the code of its error, or with `end`. */
  readonly over: Promise<string>
  readonly heard: () => string
}

export async function caller(port: number): Promise<Caller> {
  const socket = connect(port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  let heard = ''
  socket.on('data', (chunk) => (heard += String(chunk)))
  const over = new Promise<string>((resolve) => {
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'))
    socket.once('end', () => resolve('end'))
    socket.once('close', () => resolve('close'))
  })
  await new Promise<void>((resolve) => socket.once('connect', resolve))
  const hear = async (length: number): Promise<string> => {
    while (heard.length < length) await new Promise((resolve) => socket.once('data', resolve))
    return heard
  }
  return { socket, say: (text) => void socket.write(text), hear, over, heard: () => heard }
}
