// Owns: a server that is killed and comes back with its data.
// Must not know: which server it is, why.

import type { OwnServer } from '@godwit/servers'

/** It may be down by itself; killing it first makes both cases one. */
export async function restart(server: Pick<OwnServer, 'kill' | 'start'>): Promise<void> {
  await server.kill()
  await server.start()
}
