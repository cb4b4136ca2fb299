// Owns: which PostgreSQL engines of the matrix there are.
// Must not know: faults.

import { type PostgresVersion, startPgbouncer, startPostgres } from '@godwit/servers'
import type { RemoteEngine, Source } from '../database.ts'
import { onPostgres } from './on-postgres.ts'
import { restart } from './restart.ts'
import { typeormOn } from './typeorm.ts'

export async function postgres(version: PostgresVersion): Promise<RemoteEngine> {
  const server = await startPostgres({ version })
  return {
    ...onPostgres({ name: `PostgreSQL ${version}`, server, front: server, driver: pg, stop: server.stop }),
    another: () => postgres(version),
    revive: () => restart(server),
  }
}

/** Transaction mode. With one connection a transaction waits for every other one. */
export async function pgbouncer(poolSize: number): Promise<RemoteEngine> {
  const server = await startPostgres()
  const pooler = await startPgbouncer({ server, poolSize })
  const stop = async (): Promise<void> => {
    await pooler.stop()
    await server.stop()
  }
  return onPostgres({ name: `PgBouncer, pool of ${poolSize}`, server, front: pooler, driver: pg, stop })
}

export async function postgresByTypeorm(): Promise<RemoteEngine> {
  const server = await startPostgres()
  const driver = (url: string): Source => typeormOn({ type: 'postgres', url })
  return onPostgres({ name: 'TypeORM on PostgreSQL', server, front: server, driver, stop: server.stop })
}

function pg(url: string): Source {
  return { module: '@godwit/driver-pg', factory: 'pg', argument: url }
}
