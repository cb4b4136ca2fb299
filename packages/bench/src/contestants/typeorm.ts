// Owns: TypeORM's migrations with classes in a folder, in their default: one transaction for all up, one for each down.
// Must not know: clocks.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { DataSource, DataSourceOptions } from 'typeorm'

import type { Contestant, Engine, Place } from '../contestant.ts'

export async function typeorm(engine: Engine): Promise<Contestant> {
  const { DataSource } = await import('typeorm')
  const settings = await settingsFor(engine)

  async function withSource<T>({ address, folder }: Place, use: (source: DataSource) => Promise<T>): Promise<T> {
    const source = new DataSource({ ...settings(address), migrations: [join(folder, '*.js')] })
    await source.initialize()
    const result = await use(source)
    await source.destroy()
    return result
  }

  return {
    prepare(folder, steps) {
      const body = (statements: readonly string[]): string => statements.map((sql) => `    await runner.query(\`${sql}\`)\n`).join('')
      for (const step of steps) {
        const stamp = 1_767_225_600_000 + step.n
        const text = `exports.CreateT${stamp} = class CreateT${stamp} {\n  async up(runner) {\n${body(step.up)}  }\n\n  async down(runner) {\n${body(step.down)}  }\n}\n`
        writeFileSync(join(folder, `${stamp}-${step.name}.js`), text)
      }
    },
    apply: (place) => withSource(place, async (source) => void (await source.runMigrations())),
    noop: (place) => withSource(place, async (source) => void (await source.runMigrations())),
    // Its status is a log and a boolean: whether anything is pending.
    status: (place) => withSource(place, async (source) => ((await source.showMigrations()) ? -1 : source.migrations.length)),
    // It can only undo the last one.
    down: (place) =>
      withSource(place, async (source) => {
        for (let left = source.migrations.length; left > 0; left--) await source.undoLastMigration()
      }),
  }
}

/** The clients are imported here, so that the import lies outside of what is measured. */
async function settingsFor(engine: Engine): Promise<(address: string) => DataSourceOptions> {
  switch (engine) {
    case 'sqlite':
      await import('better-sqlite3')
      return (database) => ({ type: 'better-sqlite3', database })
    case 'postgres':
      await import('pg')
      return (url) => ({ type: 'postgres', url })
    case 'mariadb':
      await import('mysql2')
      return (url) => ({ type: 'mariadb', url })
    case 'libsql':
    case 'sqld':
      throw new RangeError('TypeORM has no data source for libSQL')
    default:
      return engine satisfies never
  }
}
