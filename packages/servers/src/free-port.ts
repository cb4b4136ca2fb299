// Owns: a port for a server that nobody listens on.
// Must not know: servers.

import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

// Below the ports that operating systems give to outgoing connections: one of those must not take it while the server is down.
const LOWEST = 12_000
const HIGHEST = 32_000

/** A random port on the loopback interface that is free at this moment. Somebody may still be quicker: whoever binds it tries again. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST, HIGHEST)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
