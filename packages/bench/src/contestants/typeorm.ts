// Owns: TypeORM's migrations with classes in a folder, in their default: one transaction for all up, one for each down.
// Must not know: clocks.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { DataSource } from 'typeorm'

import type { Contestant, Place } from '../contestant.ts'

export async function typeorm(): Promise<Contestant> {
  const { DataSource } = await import('typeorm')
  await import('better-sqlite3')

  async function withSource<T>({ file, folder }: Place, use: (source: DataSource) => Promise<T>): Promise<T> {
    const source = new DataSource({ type: 'better-sqlite3', database: file, migrations: [join(folder, '*.js')] })
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
