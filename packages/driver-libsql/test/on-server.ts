// Owns: a fresh database on a server of its own, behind a wire that can be hurt.
// Must not know: laws.

import { tapWire, type Fresh } from '@godwit/driver-conformance'
import { startSqld } from '@godwit/servers'
import { libsql } from '../src/index.ts'

const MODULE = new URL('../dist/index.js', import.meta.url).href

export async function onServer(protocol: 'http' | 'ws'): Promise<Fresh> {
  const server = await startSqld()
  const wire = await tapWire(server.port)
  const url = `${protocol}://127.0.0.1:${wire.port}`
  const dispose = async (): Promise<void> => {
    await wire.close()
    await server.stop()
  }
  return { connect: () => libsql(url), dispose, wire, elsewhere: { module: MODULE, factory: 'libsql', argument: url } }
}
