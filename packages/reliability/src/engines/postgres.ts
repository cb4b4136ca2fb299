// Owns: which PostgreSQL engines of the matrix there are.
// Must not know: faults.

import { type OwnServer, type PostgresVersion, startPgbouncer, startPostgres } from '@godwit/servers'
import type { RemoteEngine } from '../database.ts'
import { onPostgres } from './on-postgres.ts'

export async function postgres(version: PostgresVersion): Promise<RemoteEngine> {
  const server = await startPostgres({ version })
  return {
    ...onPostgres(`PostgreSQL ${version}`, server, server, server.stop),
    another: () => postgres(version),
    revive: () => revive(server),
  }
}

/** It may be down by itself; killing it first makes both cases one. */
async function revive(server: OwnServer): Promise<void> {
  await server.kill()
  await server.start()
}

/** Transaction mode. With one connection a transaction waits for every other one. */
export async function pgbouncer(poolSize: number): Promise<RemoteEngine> {
  const server = await startPostgres()
  const pooler = await startPgbouncer({ server, poolSize })
  return onPostgres(`PgBouncer, pool of ${poolSize}`, server, pooler, async () => {
    await pooler.stop()
    await server.stop()
  })
}
