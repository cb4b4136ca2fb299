// Owns: waiting until nobody listens on a port of this machine.
// Must not know: who listened.

import { once } from 'node:events'
import { connect } from 'node:net'

/**
 * Resolves when a connection is refused. A process that was killed may be gone from the list while its threads still hold
 * the socket: whoever connects then is let in and reset, or never answered.
 */
export async function refusing(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1')
    try {
      await once(socket, 'connect')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return
    } finally {
      socket.destroy()
    }
  }
}
