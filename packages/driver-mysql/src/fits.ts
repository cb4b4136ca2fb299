// Owns: what is too long for the server.
// Must not know: connections.

import type { Facts } from './facts.ts'
import { refusal } from './refusal.ts'

/** The server would close the connection in the middle of such a message, and not every client is told why. */
export function assertFits(text: string, { maxPacket }: Facts): void {
  // A character is three bytes at most, a surrogate two of four.
  if (text.length * 3 < maxPacket) return
  const size = Buffer.byteLength(text)
  if (size < maxPacket) return
  throw refusal(
    'unknown',
    `The statement has ${size} bytes, and the server takes ${maxPacket}: raise its max_allowed_packet.`,
    'ER_NET_PACKET_TOO_LARGE',
  )
}
