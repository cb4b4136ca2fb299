// Owns: node-pg-migrate with SQL files, in its default: a transaction for each.
// Must not know: clocks.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Contestant, Place } from '../contestant.ts'

export async function nodePgMigrate(): Promise<Contestant> {
  const { runner } = await import('node-pg-migrate')
  const migrate = async ({ address, folder }: Place, direction: 'up' | 'down'): Promise<void> => {
    await runner({
      databaseUrl: address,
      dir: folder,
      direction,
      count: Number.POSITIVE_INFINITY,
      migrationsTable: 'pgmigrations',
      log: () => undefined,
    })
  }

  return {
    prepare(folder, steps) {
      for (const step of steps) {
        const text = `-- Up Migration\n${step.up.join(';\n')};\n\n-- Down Migration\n${step.down.join(';\n')};\n`
        writeFileSync(join(folder, `${1_767_225_600_000 + step.n}_${step.name}.sql`), text)
      }
    },
    apply: (place) => migrate(place, 'up'),
    noop: (place) => migrate(place, 'up'),
    down: (place) => migrate(place, 'down'),
  }
}
