// Owns: Knex's migrations with modules in a folder, in their default: one transaction for all.
// Must not know: clocks.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Knex } from 'knex'

import type { Contestant, Place } from '../contestant.ts'

export async function knex(): Promise<Contestant> {
  const { default: connect } = await import('knex')
  await import('better-sqlite3')

  async function withKnex<T>({ file, folder }: Place, use: (migrator: Knex.Migrator) => Promise<T>): Promise<T> {
    const db = connect({
      client: 'better-sqlite3',
      connection: { filename: file },
      useNullAsDefault: true,
      migrations: { directory: folder },
    })
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
