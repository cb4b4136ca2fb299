// Owns: an answer that is lost is settled by reading, never by guessing.
// Must not know: how core settles it.

import assert from 'node:assert/strict'
import type { Report } from '@godwit/core'
import type { Law } from '../law.ts'
import { dump } from '../product/dump.ts'
import { everyPoint } from '../product/every-point.ts'
import { expireLease } from '../product/expire-lease.ts'
import { library, statementsOf } from '../product/library.ts'
import { applied, arrived, finished, runner, truthful } from '../product/runner.ts'
import { undisturbed } from '../product/undisturbed.ts'

export const commitUnknown: readonly Law[] = [
  {
    concept: 'commit-unknown',
    name: 'wherever the connection breaks, before or after the message took effect, the report says what the history says, and nothing happens twice',
    patience: 900_000,
    run: async (bench) => {
      const migrations = library(bench)
      const expected = await undisturbed(bench, migrations)
      await everyPoint(bench, {
        loses: 'connection',
        statements: statementsOf(migrations, 'up'),
        run: (driver) => runner(driver, migrations).up(),
        afterwards: async (report: Report, { where }, fresh) => {
          const observer = await fresh.open()
          const history = await applied(observer, fresh.words.tables)
          truthful(report, history, where)
          // The database can be asked here, so nothing may stay unknown.
          const failed = report.outcome === 'failed' ? report.failed : undefined
          assert.notEqual(failed?.transaction, 'unknown', where)
          if (failed?.transaction === 'rolled back') assert.deepEqual(await finished(observer, fresh.words.tables, failed.id), [], where)
          await expireLease(observer, fresh)
          arrived(await runner(fresh.connect(), migrations).up(), where)
          assert.deepEqual(await dump(observer, fresh, 'all'), expected, where)
        },
      })
    },
  },
]
