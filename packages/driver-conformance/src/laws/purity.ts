// Owns: whoever only asks writes nothing, not even the bookkeeping tables, not even a file.
// Must not know: what the answers are.

import assert from 'node:assert/strict'
import type { Migrator } from '@godwit/core'
import { listing } from '../files.ts'
import type { Law } from '../law.ts'
import { dump } from '../product/dump.ts'
import { library } from '../product/library.ts'
import { arrived, runner } from '../product/runner.ts'

const QUESTIONS: { readonly [name: string]: (migrator: Migrator) => Promise<unknown> } = {
  status: (migrator) => migrator.status(),
  'plan up': (migrator) => migrator.plan('up'),
  'plan down': (migrator) => migrator.plan('down', { to: 'nothing' }),
  'dry run': (migrator) => migrator.migrate({ dryRun: true }),
  summary: (migrator) => migrator.getMigrationSummary(),
  validate: (migrator) => migrator.validateMigrations(),
}

export const purity: readonly Law[] = [
  {
    concept: 'purity',
    name: 'status, plan, dry run, summary, validation and rehearsal bring nothing into being where there is nothing yet',
    run: async ({ connect, open, fresh, words, dialect }) => {
      const before = await listing(fresh.folder)
      const rehearsal = { rehearsal: (migrator: Migrator) => migrator.rehearse('up') }
      for (const [name, ask] of Object.entries({ ...QUESTIONS, ...rehearsal })) {
        const driver = connect()
        await ask(runner(driver, library({ words, dialect })))
        await driver.close()
        assert.deepEqual(await listing(fresh.folder), before, `files after: ${name}`)
      }
      assert.deepEqual((await (await open()).run(words.catalogue)).rows, [], 'objects after all questions')
    },
  },
  {
    concept: 'purity',
    name: 'they change nothing where there is something, in the middle of a history or at its end',
    run: async ({ connect, open, fresh, ...facts }) => {
      const migrations = library(facts)
      for (const steps of [3, migrations.length]) {
        const writer = connect()
        arrived(await runner(writer, migrations).up({ steps }), 'up')
        await writer.close()
        const observer = await open('read')
        const before = await dump(observer, facts, 'all')
        await observer.close()
        const files = await listing(fresh.folder)
        for (const [name, ask] of Object.entries(QUESTIONS)) {
          const driver = connect()
          await ask(runner(driver, migrations))
          await driver.close()
          assert.deepEqual(await listing(fresh.folder), files, `files after: ${name}`)
        }
        const again = await open('read')
        assert.deepEqual(await dump(again, facts, 'all'), before)
        await again.close()
      }
    },
  },
  {
    concept: 'purity',
    name: 'a run with nothing to do writes nothing, and costs one round trip on an open session',
    run: async ({ connect, open, ...facts }) => {
      const migrations = library(facts)
      const migrator = runner(connect(), migrations)
      arrived(await migrator.up(), 'up')
      const observer = await open()
      const before = await dump(observer, facts, 'all')
      const opened = (await connect().open('write')).roundTrips
      const report = await migrator.up()
      assert.equal(report.outcome, 'up-to-date')
      // A driver may keep an open connection for the next session.
      assert.ok(
        report.roundTrips >= 1 && report.roundTrips <= opened + 1,
        `round trips of a run with nothing to do: ${report.roundTrips}, of an open: ${opened}`,
      )
      assert.deepEqual(await dump(observer, facts, 'all'), before)
    },
  },
]
