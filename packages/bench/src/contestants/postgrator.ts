// Owns: postgrator with SQL files. It uses no transaction of its own; a script is one message.
// Must not know: clocks.

import { join } from 'node:path'

import type { Contestant, Engine, Place } from '../contestant.ts'
import { FAMILY } from '../contestant.ts'
import { rawClient } from './raw-client.ts'
import { writeSqlFiles } from './sql-files.ts'

export async function postgrator(engine: Engine): Promise<Contestant> {
  const { default: Postgrator } = await import('postgrator')
  const open = await rawClient(engine)
  const driver = FAMILY[engine] === 'postgres' ? ('pg' as const) : ('mysql' as const)

  async function withPostgrator<T>(
    { address, folder }: Place,
    use: (postgrator: InstanceType<typeof Postgrator>) => Promise<T>,
  ): Promise<T> {
    const client = await open(address)
    const database = new URL(address).pathname.slice(1)
    const execQuery = async (query: string): Promise<{ rows: unknown[] }> => ({ rows: [...(await client.all(query))] })
    const result = await use(
      new Postgrator({
        migrationPattern: join(folder, '*.sql'),
        driver,
        database,
        execQuery,
        execSqlScript: (sql: string) => client.exec(sql),
      }),
    )
    await client.close()
    return result
  }

  return {
    prepare: (folder, steps) =>
      writeSqlFiles(folder, steps, ({ id, name }, direction) => `${id}.${direction === 'up' ? 'do' : 'undo'}.${name}.sql`),
    apply: (place) => withPostgrator(place, async (postgrator) => void (await postgrator.migrate())),
    noop: (place) => withPostgrator(place, async (postgrator) => void (await postgrator.migrate())),
    status: (place) => withPostgrator(place, (postgrator) => postgrator.getDatabaseVersion()),
    down: (place) => withPostgrator(place, async (postgrator) => void (await postgrator.migrate('0'))),
  }
}
