// Owns: a rehearsal really runs and leaves nothing.
// Must not know: how it is done.

import assert from 'node:assert/strict'
import type { Migration } from '@godwit/core'
import type { Law } from '../law.ts'
import { dump } from '../product/dump.ts'
import { library } from '../product/library.ts'
import { arrived, runner } from '../product/runner.ts'
import { refusal } from '../refusal.ts'

export const rehearse: readonly Law[] = [
  {
    concept: 'rehearse',
    name: 'a rehearsal from every state, up and down, leaves the database as it was, and says of each step whether it was proved',
    run: async (bench) => {
      const migrations = library(bench)
      const migrator = runner(bench.connect(), migrations)
      const observer = await bench.open()
      for (let state = 0; state <= migrations.length; state++) {
        const before = await dump(observer, bench, 'all')
        for (const direction of ['up', 'down'] as const) {
          const what = `${direction}, from state ${state}`
          const planned = direction === 'up' ? migrations.length - state : state
          const report = await migrator.rehearse(direction, { to: direction === 'up' ? 'latest' : 'nothing' })
          if (planned === 0) assert.equal(report.outcome, 'up-to-date', what)
          else {
            assert.ok(
              report.outcome === 'rehearsed',
              `${what}: ${report.outcome}${report.outcome === 'failed' ? `: ${report.error.message}` : ''}`,
            )
            assert.equal(report.steps.length, planned, what)
            for (const { id, proof, transaction } of report.steps) {
              assert.equal(transaction, 'rolled back', `${what}: ${id}`)
              if (bench.capabilities.ddl === 'autocommit')
                assert.deepEqual(proof, { proved: false, because: 'ddl-autocommits' }, `${what}: ${id}`)
            }
          }
          assert.deepEqual(await dump(observer, bench, 'all'), before, what)
        }
        if (state < migrations.length) arrived(await migrator.up({ steps: 1 }), `up to state ${state + 1}`)
      }
    },
  },
  {
    concept: 'rehearse',
    name: 'a rehearsal finds the statement that would fail, where ddl is transactional',
    gate: (facts) => facts.capabilities.ddl === 'transactional',
    run: async (bench) => {
      const [first] = library(bench)
      assert.ok(first !== undefined)
      const broken = { id: '0002', description: 'a mistake', up: ['CREATE TABLE more (id INTEGER)', 'INSERT INTO shelves (id) VALUES (1)'] }
      const observer = await bench.open()
      const before = await dump(observer, bench, 'all')
      const report = await runner(bench.connect(), [first, broken]).rehearse('up')
      assert.ok(report.outcome === 'failed', report.outcome)
      assert.equal(report.failed?.id, '0002')
      assert.ok(report.error.code === 'MIGRATION_FAILED', report.error.message)
      assert.deepEqual(await dump(observer, bench, 'all'), before)
    },
  },
  {
    concept: 'rehearse',
    name: 'a rehearsal of tables that are rebuilt, and of nothing else, proves it; what would dangle is found; foreign keys are in force afterwards',
    gate: (facts) => facts.dialect.rebuild !== undefined,
    run: async (bench) => {
      const [tables, books, rebuild] = library(bench)
      assert.ok(tables !== undefined && books !== undefined && rebuild !== undefined)
      arrived(await runner(bench.connect(), [tables, books]).up(), 'up')
      const observer = await bench.open()
      const before = await dump(observer, bench, 'all')
      const report = await runner(bench.connect(), [tables, books, rebuild]).rehearse('up')
      assert.ok(report.outcome === 'rehearsed', JSON.stringify(report))
      assert.deepEqual(
        report.steps.map(({ proof }) => proof),
        [{ proved: true, where: 'transaction' }],
      )
      const orphans: Migration = { id: '0003', description: 'orphans', foreignKeys: 'suspended', up: ['DELETE FROM shelves WHERE id = 1'] }
      const broken = await runner(bench.connect(), [tables, books, orphans]).rehearse('up')
      assert.ok(broken.outcome === 'failed' && broken.error.code === 'FOREIGN_KEYS_BROKEN', JSON.stringify(broken))
      assert.deepEqual(await dump(observer, bench, 'all'), before)
      const dangling = await refusal('a dangling reference', () => observer.run('INSERT INTO books (id, shelf, pages) VALUES (99, 99, 1)'))
      assert.equal(dangling.reason, 'constraint', dangling.message)
    },
  },
  {
    concept: 'rehearse',
    name: 'a rehearsal tells of each step which tables it locks, and which it writes anew, where the engine does',
    gate: (facts) => facts.dialect.footprint !== undefined,
    run: async (bench) => {
      const up = (id: string, ...statements: readonly string[]): Migration => ({ id, description: id, up: statements })
      const there = up(
        '1',
        'CREATE TABLE shelves (id INTEGER PRIMARY KEY)',
        'CREATE TABLE books (id INTEGER PRIMARY KEY, shelf INTEGER REFERENCES shelves (id))',
        'INSERT INTO shelves (id) VALUES (1)',
      )
      arrived(await runner(bench.connect(), [there]).up(), 'up')
      const pending = [
        up('2', 'INSERT INTO books (id, shelf) VALUES (1, 1)'),
        up('3', 'CREATE TABLE others (id INTEGER)', 'INSERT INTO others (id) VALUES (1)'),
        up('4', 'TRUNCATE books'),
        up('5', 'ALTER TABLE shelves RENAME TO racks', 'ALTER TABLE racks ALTER COLUMN id TYPE BIGINT'),
      ]
      const migrator = runner(bench.connect(), [there, ...pending])
      const observer = await bench.open()
      const before = await dump(observer, bench, 'all')
      const report = await migrator.rehearse('up')
      assert.ok(report.outcome === 'rehearsed', JSON.stringify(report))
      const found = report.steps.map(({ footprint }) => ({
        locked: footprint?.locked.map(({ table, mode }) => `${table} ${mode}`),
        rewritten: footprint?.rewritten,
      }))
      assert.deepEqual(
        found.map(({ rewritten }) => rewritten),
        [[], [], ['books'], ['shelves']],
      )
      const locks = ['books RowExclusiveLock', undefined, 'books AccessExclusiveLock', 'shelves AccessExclusiveLock']
      for (const [index, lock] of locks.entries()) {
        const locked = found[index]?.locked
        if (lock === undefined) assert.deepEqual(locked, [], 'locks of a step that touches nothing that was there')
        else assert.ok(locked?.includes(lock), `${lock} is not among ${locked?.join(', ')}`)
      }
      assert.deepEqual(await dump(observer, bench, 'all'), before)
    },
  },
]
