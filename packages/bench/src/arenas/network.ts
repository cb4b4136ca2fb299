// Owns: a network between contestants and a server: as long as it was asked to be, in both directions alike.
// Must not know: what is sent over it.

import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { rerouted } from '@godwit/servers'

export interface Network {
  /** The URL by which the server is reached over this network. */
  reach(url: string): string
  close(): Promise<void>
}

/** `latencyMs`: for a message there and its answer back. 0: nothing is put in between. */
export async function network({ host, port }: { readonly host: string; readonly port: number }, latencyMs: number): Promise<Network> {
  if (latencyMs === 0) return { reach: (url) => url, close: () => Promise.resolve() }
  const sockets = new Set<Socket>()
  const proxy = createServer((near) => {
    const far = connect(port, host)
    for (const socket of [near, far]) {
      sockets.add(socket.setNoDelay(true))
      socket.once('close', () => sockets.delete(socket))
    }
    delayed(near, far, latencyMs / 2)
    delayed(far, near, latencyMs / 2)
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('the network has no port')
  return {
    reach: (url) => rerouted(url, { host: '127.0.0.1', port: address.port }),
    async close() {
      for (const socket of sockets) socket.destroy()
      proxy.close()
      await once(proxy, 'close')
    },
  }
}

/** Timers of one length fire in the order in which they were set, so nothing overtakes. */
function delayed(from: Socket, to: Socket, ms: number): void {
  from.on('data', (chunk) => setTimeout(() => to.destroyed || to.write(chunk), ms))
  from.on('end', () => setTimeout(() => to.end(), ms))
  from.on('error', () => to.destroy())
}
