// Owns: an empty database on a server, before the laws, with all that they ask for.
// Must not know: laws, engines.

import { tapWire, type Fresh } from '@godwit/driver-conformance'
import type { TestServer } from '@godwit/servers/vitest'
import { typeorm } from '../src/index.ts'
import type { Version } from './versions.ts'

const MODULE = new URL('elsewhere.mjs', import.meta.url).href
/** Discard, where nobody listens. */
const NOWHERE = 9
const WRONG = 'wrong-password-of-the-tests'

export async function pooledSubject(server: TestServer, type: string, { version, dataSource }: Version): Promise<Fresh> {
  const made = await server.createDatabase()
  // What the server takes for new databases is its own affair; the laws write in every script.
  if (type === 'mariadb') await made.query(`ALTER DATABASE ${made.database} CHARACTER SET utf8mb4`)
  const wire = await tapWire(made.port)
  const to = (port: number, password: string): Record<string, unknown> => {
    const { user: username, database } = made
    return { type, host: '127.0.0.1', port, username, password, database }
  }
  const options = to(made.port, made.password)
  return {
    // The drivers that carry the text are before the laws at all of them.
    points: 'every fifth',
    // Not initialised, so that each driver has a pool of its own and ends it.
    connect: () => typeorm(dataSource(to(wire.port, made.password))),
    stranger: () => typeorm(dataSource(to(made.port, WRONG))),
    nowhere: () => typeorm(dataSource(to(NOWHERE, made.password))),
    dispose: async () => {
      await wire.close()
      await made.drop()
    },
    elsewhere: { module: MODULE, factory: 'onDataSource', argument: { version, options } },
    wire,
    // The server's own password is a word that paths and names have, too.
    secrets: [WRONG],
  }
}
