// Owns: umzug with SQL files and a table of names, a transaction around each script, as its guide shows for SQL.
// Must not know: clocks.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Umzug } from 'umzug'

import type { Contestant, Place } from '../contestant.ts'

export async function umzug(): Promise<Contestant> {
  const { default: Database } = await import('better-sqlite3')
  const { Umzug } = await import('umzug')

  async function withUmzug<T>({ address, folder }: Place, use: (umzug: Umzug) => Promise<T>): Promise<T> {
    const database = new Database(address)
    const script = (path: string) => async () => {
      const sql = readFileSync(path, 'utf8')
      database.transaction(() => database.exec(sql)).immediate()
    }
    database.exec('CREATE TABLE IF NOT EXISTS umzug (name TEXT PRIMARY KEY)')
    const insert = database.prepare('INSERT INTO umzug (name) VALUES (?)')
    const remove = database.prepare('DELETE FROM umzug WHERE name = ?')
    const result = await use(
      new Umzug({
        migrations: {
          glob: ['*.up.sql', { cwd: folder }],
          resolve: ({ name, path = '' }) => ({ name, up: script(path), down: script(path.replace(/\.up\.sql$/, '.down.sql')) }),
        },
        context: {},
        storage: {
          logMigration: async ({ name }) => void insert.run(name),
          unlogMigration: async ({ name }) => void remove.run(name),
          executed: async () => database.prepare<[], string>('SELECT name FROM umzug ORDER BY name').pluck().all(),
        },
        logger: undefined,
      }),
    )
    database.close()
    return result
  }

  return {
    prepare(folder, steps) {
      for (const step of steps) {
        for (const direction of ['up', 'down'] as const)
          writeFileSync(join(folder, `${step.id}_${step.name}.${direction}.sql`), `${step[direction].join(';\n')};\n`)
      }
    },
    apply: (place) => withUmzug(place, async (umzug) => void (await umzug.up())),
    noop: (place) => withUmzug(place, async (umzug) => void (await umzug.up())),
    status: (place) => withUmzug(place, async (umzug) => ((await umzug.pending()).length === 0 ? (await umzug.executed()).length : -1)),
    down: (place) => withUmzug(place, async (umzug) => void (await umzug.down({ to: 0 }))),
  }
}
