// Owns: breaking a connection.
// Must not know: when, what was on it.

import type { Socket } from 'node:net'

/**
 * With a reset, so that the other side hears of it as of a broken line. A socket that is shutting down cannot be reset: Node
 * 20.20 says EINVAL, keeps it, and the process never ends. Such a one is closed.
 */
export function reset(socket: Socket): void {
  if (socket.writableEnded) socket.destroy()
  else socket.resetAndDestroy()
}
