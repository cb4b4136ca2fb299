// Owns: whoever was overtaken cannot write: the database itself refuses.
// Must not know: how core finds out and goes on.

import assert from 'node:assert/strict'
import type { MigrateEvent, Migration } from '@godwit/core'
import type { Law } from '../law.ts'
import { column, exists } from '../probe.ts'
import { dump } from '../product/dump.ts'
import { interpose } from '../product/interpose.ts'
import { journaledLibrary, library } from '../product/library.ts'
import { applied, arrived, committed, runner } from '../product/runner.ts'
import { undisturbed } from '../product/undisturbed.ts'
import { refusal } from '../refusal.ts'

const one = (id: string): Migration => ({ id, description: `table ${id}`, up: [`CREATE TABLE made_by_${id} (id INTEGER)`] })

export const fence: readonly Law[] = [
  {
    concept: 'fence',
    name: 'a rival who applies the same migrations between our reading and our writing: nothing is applied twice, and both end well',
    run: async (bench) => {
      const migrations = library(bench)
      const events: MigrateEvent['type'][] = []
      const driver = interpose(
        bench.connect(),
        () => events.includes('run.planned'),
        async () => arrived(await runner(bench.connect(), migrations).up(), 'the rival'),
      )
      const report = await runner(driver, migrations, { observer: ({ type }) => events.push(type) }).up()
      assert.equal(report.outcome, 'up-to-date')
      assert.deepEqual(await dump(await bench.open(), bench, 'all'), await undisturbed(bench, migrations))
    },
  },
  {
    concept: 'fence',
    name: 'a receipt whose place in the history was taken by another migration is refused by the database, with all that came with it',
    run: async (bench) => {
      const [ours, theirs] = [one('1'), one('2')]
      // Both plan from the same history, so both want to be the next in it.
      arrived(await runner(bench.connect(), [one('0')]).up(), 'the history before')
      const planned: string[] = []
      const driver = interpose(
        bench.connect(),
        () => planned.length > 0,
        async () => arrived(await runner(bench.connect(), [one('0'), theirs]).up(), 'the rival'),
      )
      const report = await runner(driver, [one('0'), ours], {
        observer: ({ type }) => void (type === 'run.planned' && planned.push(type)),
      }).up()
      assert.equal(report.outcome, 'blocked', 'a history that the code does not know')
      const observer = await bench.open()
      assert.deepEqual(await applied(observer, bench.words.tables), ['0', '2'])
      assert.equal(await exists(observer, bench.words.tables, 'made_by_1'), false, 'what came with the refused receipt')
    },
  },
  {
    concept: 'fence',
    name: 'two receipts for one place in the history are refused as a constraint, in a batch and in a transaction',
    run: async (bench) => {
      arrived(await runner(bench.connect(), [one('0')]).up(), 'a history')
      const session = await bench.open()
      const taken = "INSERT INTO migrations (id, ordinal) VALUES ('other', 1)"
      const inBatch = await refusal('a taken place, in a batch', () => session.batch([{ statements: [taken], foreignKeys: 'enforced' }]))
      assert.equal(inBatch.reason, 'constraint', inBatch.message)
      const transaction = await session.begin()
      const inTransaction = await refusal('a taken place, in a transaction', () => transaction.run(taken))
      assert.equal(inTransaction.reason, 'constraint', inTransaction.message)
      await transaction.rollback()
    },
  },
  {
    concept: 'fence',
    name: 'a runner whose lease was taken over writes nothing more: its next record is refused by the database',
    run: async (bench) => {
      const migrations = journaledLibrary(bench)
      const [first] = migrations
      assert.ok(first !== undefined)
      const thief = await bench.open()
      let records = 0
      // After it has looked whether the lease is still its own: only the database can stop it now.
      const second = (text: string | undefined): boolean =>
        text !== undefined && /^INSERT INTO [^(]*migrations_step\W/.test(text) && ++records === 2
      const driver = interpose(
        bench.connect(),
        second,
        async () => void (await thief.run("UPDATE migrations_lease SET token = token + 1, owner = 'thief' WHERE name = 'app'")),
      )
      const report = await runner(driver, migrations).up()
      assert.ok(report.outcome === 'failed', report.outcome)
      assert.equal(report.error.code, 'LEASE_LOST', report.error.message)
      assert.deepEqual(committed(report), [])
      assert.deepEqual(await column(thief, 'SELECT n FROM migrations_step ORDER BY n'), [0], 'statements recorded')
      assert.equal(await exists(thief, bench.words.tables, 'shelves'), false, 'what the second statement would have made')
      assert.deepEqual(await applied(thief, bench.words.tables), [])
    },
  },
]
