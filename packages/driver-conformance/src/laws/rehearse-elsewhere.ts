// Owns: a rehearsal in another database, a copy or a scratch one, proves what no transaction can, and the database stays as it was.
// Must not know: how it is done.

import assert from 'node:assert/strict'
import { code, type Migration, type Report } from '@godwit/core'
import type { Driver } from '@godwit/core/driver'
import type { Bench, Facts, Law } from '../law.ts'
import { column } from '../probe.ts'
import { dump } from '../product/dump.ts'
import { library } from '../product/library.ts'
import { arrived, runner } from '../product/runner.ts'

const canBeScratch = ({ beside }: Facts): boolean => beside === 'nothing'

export const rehearseElsewhere: readonly Law[] = [
  {
    concept: 'rehearse',
    name: 'a rehearsal in a copy proves every step, from every state, up and down, and leaves the database as it was',
    gate: (facts) => facts.copies === 'made',
    run: (bench) => fromEveryState(bench, 'copy'),
  },
  {
    concept: 'rehearse',
    name: 'a rehearsal in a scratch database proves every step, from every state, up and down, leaves the database as it was and the other one empty',
    gate: canBeScratch,
    run: (bench) =>
      bench.anew(async (other) => {
        await fromEveryState(bench, { scratch: other.connect() })
        assert.deepEqual(await column(await other.open(), bench.words.tables), [])
      }),
  },
  {
    concept: 'rehearse',
    name: 'a rehearsal in a copy meets the rows, and finds what fails outside of a transaction and in a function',
    gate: (facts) => facts.copies === 'made',
    run: async (bench) => {
      const [tables] = library(bench)
      assert.ok(tables !== undefined)
      arrived(await runner(bench.connect(), [tables]).up(), 'up')
      const observer = await bench.open()
      await observer.run("INSERT INTO tally (what) VALUES ('twice'), ('twice')")
      const before = await dump(observer, bench, 'all')
      const unique: Migration = {
        id: '0002',
        description: 'a rule that the rows break',
        transaction: 'forbidden',
        up: ['CREATE TABLE more (id INTEGER)', 'CREATE UNIQUE INDEX tally_what ON tally (what)'],
      }
      const rehearsed = await runner(bench.connect(), [tables, unique]).rehearse('up', undefined, { where: 'copy' })
      assert.equal(refused(rehearsed, 'In a copy of the database.'), '0002')
      const broken: Migration = {
        id: '0002',
        description: 'a function',
        up: code('1', async ({ sql }) => {
          await sql.run('DELETE FROM tally')
          throw new Error('changed its mind')
        }),
      }
      assert.equal(refused(await runner(bench.connect(), [tables, broken]).rehearse('up', undefined, { where: 'copy' }), 'mind'), '0002')
      assert.deepEqual(await dump(observer, bench, 'all'), before)
    },
  },
  {
    concept: 'rehearse',
    name: 'a rehearsal in a scratch database finds the statement that would fail, and says of what it could not take away where it is',
    gate: canBeScratch,
    run: async (bench) => {
      const [tables] = library(bench)
      assert.ok(tables !== undefined)
      const broken = { id: '0002', description: 'a mistake', up: ['CREATE TABLE more (id INTEGER)', 'INSERT INTO shelves (id) VALUES (1)'] }
      arrived(await runner(bench.connect(), [tables]).up(), 'up')
      const observer = await bench.open()
      const before = await dump(observer, bench, 'all')
      await bench.anew(async (other) => {
        const report = await runner(bench.connect(), [tables, broken]).rehearse('up', undefined, { where: { scratch: other.connect() } })
        assert.equal(refused(report, 'In the scratch database.'), '0002')
        const left = await column(await other.open(), bench.words.tables)
        const told = report.outcome === 'failed' ? report.error.message : ''
        for (const name of left) assert.ok(told.includes(String(name)), `${String(name)} is left, and not told: ${told}`)
        assert.equal(left.includes('more'), bench.capabilities.ddl === 'autocommit', left.join(', '))
      })
      assert.deepEqual(await dump(observer, bench, 'all'), before)
    },
  },
  {
    concept: 'rehearse',
    name: 'a scratch database that has something in it, and one that is the database itself, are refused and not touched',
    gate: canBeScratch,
    run: async (bench) => {
      const rehearse = (driver: Driver, scratch: Driver): Promise<Report> =>
        runner(driver, library(bench)).rehearse('up', undefined, { where: { scratch } })
      await bench.anew(async (other) => {
        const observer = await other.open()
        await observer.run('CREATE TABLE kept (id INTEGER)')
        await assert.rejects(rehearse(bench.connect(), other.connect()), { code: 'INVALID', details: { subject: 'scratch', id: 'kept' } })
        assert.deepEqual(await column(observer, bench.words.tables), ['kept'])
      })
      const driver = bench.connect()
      await assert.rejects(rehearse(driver, driver), { code: 'INVALID', details: { subject: 'scratch', id: undefined } })
      assert.deepEqual(await column(await bench.open(), bench.words.tables), [])
    },
  },
]

async function fromEveryState(bench: Bench, where: 'copy' | { readonly scratch: Driver }): Promise<void> {
  const migrations = library(bench)
  const migrator = runner(bench.connect(), migrations)
  const observer = await bench.open()
  for (let state = 0; state <= migrations.length; state++) {
    const before = await dump(observer, bench, 'all')
    for (const direction of ['up', 'down'] as const) {
      const what = `${direction}, from state ${state}`
      const planned = migrations.map(({ id }) => id).filter((_, index) => (direction === 'up' ? index >= state : index < state))
      const report = await migrator.rehearse(direction, { to: direction === 'up' ? 'latest' : 'nothing' }, { where })
      if (planned.length === 0) assert.equal(report.outcome, 'up-to-date', what)
      else {
        assert.ok(report.outcome === 'rehearsed', `${what}: ${report.outcome === 'failed' ? report.error.message : report.outcome}`)
        const proof = { proved: true, where: where === 'copy' ? 'copy' : 'scratch' }
        assert.deepEqual(
          report.steps.map((step) => ({ id: step.id, transaction: step.transaction, proof: step.proof })),
          (direction === 'up' ? planned : planned.toReversed()).map((id) => ({ id, transaction: 'rolled back', proof })),
          what,
        )
        assert.deepEqual(report.remains, [], what)
      }
      assert.deepEqual(await dump(observer, bench, 'all'), before, what)
    }
    if (state < migrations.length) arrived(await migrator.up({ steps: 1 }), `up to state ${state + 1}`)
  }
}

/** The id of the migration that failed. */
function refused(report: Report, words: string): string | undefined {
  assert.ok(report.outcome === 'failed', report.outcome)
  assert.ok(report.error.message.includes(words), report.error.message)
  return report.failed?.id
}
