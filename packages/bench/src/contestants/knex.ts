// Owns: Knex's migrations with modules in a folder, in their default: one transaction for all.
// Must not know: clocks.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Knex } from 'knex'

import type { Contestant, Engine, Place } from '../contestant.ts'

export async function knex(engine: Engine): Promise<Contestant> {
  const { default: connect } = await import('knex')
  const settings = await settingsFor(engine)

  async function withKnex<T>({ address, folder }: Place, use: (migrator: Knex.Migrator) => Promise<T>): Promise<T> {
    const db = connect({ ...settings(address), migrations: { directory: folder } })
    const result = await use(db.migrate)
    await db.destroy()
    return result
  }

  return {
    prepare(folder, steps) {
      const body = (statements: readonly string[]): string => statements.map((sql) => `  await knex.raw(\`${sql}\`)\n`).join('')
      for (const step of steps) {
        const text = `exports.up = async (knex) => {\n${body(step.up)}}\n\nexports.down = async (knex) => {\n${body(step.down)}}\n`
        writeFileSync(join(folder, `${step.id}_${step.name}.js`), text)
      }
    },
    apply: (place) => withKnex(place, async (migrator) => void (await migrator.latest())),
    noop: (place) => withKnex(place, async (migrator) => void (await migrator.latest())),
    status: (place) => withKnex(place, async (migrator) => ((await migrator.list()) as [unknown[], unknown[]])[0].length),
    down: (place) => withKnex(place, async (migrator) => void (await migrator.rollback(undefined, true))),
  }
}

/** The clients are imported here, so that the import lies outside of what is measured. */
async function settingsFor(engine: Engine): Promise<(address: string) => Knex.Config> {
  switch (engine) {
    case 'sqlite':
      await import('better-sqlite3')
      return (filename) => ({ client: 'better-sqlite3', connection: { filename }, useNullAsDefault: true })
    case 'postgres':
      await import('pg')
      return (connection) => ({ client: 'pg', connection })
    case 'mariadb':
      await import('mysql2')
      return (connection) => ({ client: 'mysql2', connection })
    case 'libsql':
    case 'sqld':
      throw new RangeError('Knex has no client for libSQL')
    default:
      return engine satisfies never
  }
}
