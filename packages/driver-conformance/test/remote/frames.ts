// Owns: values in and out of a TCP connection, each with its length before it.
// Must not know: what they mean.

import type { Socket } from 'node:net'
import { deserialize, serialize } from 'node:v8'

export function send(socket: Socket, value: unknown): void {
  const body = serialize(value)
  const head = Buffer.alloc(4)
  head.writeUInt32BE(body.length)
  socket.write(Buffer.concat([head, body]))
}

export function receive(socket: Socket, hear: (value: unknown) => void): void {
  let rest = Buffer.alloc(0)
  socket.on('data', (bytes) => {
    rest = Buffer.concat([rest, bytes])
    while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32BE()) {
      const end = 4 + rest.readUInt32BE()
      const body = rest.subarray(4, end)
      rest = rest.subarray(end)
      hear(deserialize(body))
    }
  })
}
