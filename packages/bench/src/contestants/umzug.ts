// Owns: umzug with SQL files and a table of names, a transaction around each script, as its guide shows for SQL.
// Must not know: clocks.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Umzug } from 'umzug'

import type { Contestant, Engine, Place } from '../contestant.ts'
import { BEGIN, rawClient } from './raw-client.ts'

export async function umzug(engine: Engine): Promise<Contestant> {
  const { Umzug } = await import('umzug')
  const open = await rawClient(engine)

  async function withUmzug<T>({ address, folder }: Place, use: (umzug: Umzug) => Promise<T>): Promise<T> {
    const client = await open(address)
    const script = (path: string) => () => client.exec(`${BEGIN[engine]};\n${readFileSync(path, 'utf8')}COMMIT`)
    await client.exec('CREATE TABLE IF NOT EXISTS umzug (name VARCHAR(200) PRIMARY KEY)')
    const result = await use(
      new Umzug({
        migrations: {
          glob: ['*.up.sql', { cwd: folder }],
          resolve: ({ name, path = '' }) => ({ name, up: script(path), down: script(path.replace(/\.up\.sql$/, '.down.sql')) }),
        },
        context: {},
        storage: {
          logMigration: ({ name }) => client.exec(`INSERT INTO umzug (name) VALUES ('${name}')`),
          unlogMigration: ({ name }) => client.exec(`DELETE FROM umzug WHERE name = '${name}'`),
          executed: async () => (await client.all('SELECT name FROM umzug ORDER BY name')).map((row) => (row as { name: string }).name),
        },
        logger: undefined,
      }),
    )
    await client.close()
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
