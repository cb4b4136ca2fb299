// Owns: graphile-migrate with its committed files, each chained to the one before. No way down; its status wants a second database.
// Must not know: clocks.

import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Contestant, Place } from '../contestant.ts'

export async function graphileMigrate(): Promise<Contestant> {
  const { migrate } = await import('graphile-migrate')
  const run = ({ address, folder }: Place): Promise<void> =>
    migrate({ connectionString: address, migrationsFolder: folder, afterAllMigrations: [], logger: undefined as never }, false)

  return {
    prepare(folder, steps) {
      mkdirSync(join(folder, 'committed'))
      let previous = ''
      for (const step of steps) {
        const body = `${step.up.join(';\n')};`
        const hash = `sha1:${createHash('sha1')
          .update(`${`${previous}\n${body}`.trim()}\n`)
          .digest('hex')}`
        const head = `--! Previous: ${previous === '' ? '-' : previous}\n--! Hash: ${hash}\n`
        writeFileSync(join(folder, 'committed', `${String(step.n).padStart(6, '0')}.sql`), `${head}\n${body}\n`)
        previous = hash
      }
    },
    apply: run,
    noop: run,
  }
}
