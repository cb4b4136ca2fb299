// Owns: a function that rebuilds a table that others refer to loses nothing, and leaves nothing that refers to nothing.
// Must not know: how foreign keys are suspended. A rebuild in SQL is in the library that all product laws run.

import assert from 'node:assert/strict'
import { code, type CodeContext, type Migration, steps } from '@godwit/core'
import type { Bench, Law } from '../law.ts'
import { column } from '../probe.ts'
import { arrived, runner } from '../product/runner.ts'

export const rebuild: readonly Law[] = [
  {
    concept: 'rebuild',
    name: 'a function of a migration that suspends foreign keys rebuilds a table and keeps the rows that refer to it, also in durable steps',
    gate: ({ dialect }) => dialect.rebuild !== undefined,
    run: async (bench) => {
      const anew = code('1', rebuilt)
      const once = { id: '2', description: 'a function', foreignKeys: 'suspended', up: anew, down: anew } as const
      const twice = {
        id: '3',
        description: 'durable steps',
        foreignKeys: 'suspended',
        up: steps('1', async ({ step }) => {
          await step('first', rebuilt)
          await step('second', rebuilt)
        }),
      } as const
      const migrator = runner(bench.connect(), [TABLES, once, twice])
      arrived(await migrator.up({ to: '2' }), 'up')
      arrived(await migrator.down({ steps: 1 }), 'down')
      arrived(await migrator.up(), 'up again')
      await nothingIsLost(bench)
    },
  },
  {
    concept: 'rebuild',
    name: 'a function that leaves a row without the one that it refers to is rolled back, and the row is named; in a durable step too',
    gate: ({ dialect }) => dialect.rebuild !== undefined,
    run: async (bench) => {
      const orphaned = async ({ sql }: CodeContext): Promise<void> => void (await sql.run('DELETE FROM parents WHERE id = 1'))
      for (const up of [code('1', orphaned), steps('1', ({ step }) => step('only', orphaned))]) {
        const orphans = { id: '2', description: 'orphans', foreignKeys: 'suspended', up } as const
        const report = await runner(bench.connect(), [TABLES, orphans]).up()
        assert.equal(report.outcome, 'failed', JSON.stringify(report))
        assert.equal(report.error.code, 'FOREIGN_KEYS_BROKEN', report.error.message)
        assert.match(report.error.message, /'children' row 10 → 'parents'/)
        await nothingIsLost(bench)
      }
    },
  },
]

const TABLES: Migration = {
  id: '1',
  description: 'parents and children',
  up: [
    'CREATE TABLE parents (id INTEGER PRIMARY KEY)',
    'CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parents (id) ON DELETE CASCADE)',
    'INSERT INTO parents (id) VALUES (1), (2)',
    'INSERT INTO children (id, parent) VALUES (10, 1), (20, 2)',
  ],
}

async function rebuilt({ sql }: CodeContext): Promise<void> {
  await sql.run('CREATE TABLE parents_new (id INTEGER PRIMARY KEY)')
  await sql.run('INSERT INTO parents_new (id) SELECT id FROM parents')
  await sql.run('DROP TABLE parents')
  await sql.run('ALTER TABLE parents_new RENAME TO parents')
}

async function nothingIsLost(bench: Bench): Promise<void> {
  const session = await bench.open()
  assert.deepEqual(await column(session, 'SELECT id FROM parents ORDER BY id'), [1, 2])
  assert.deepEqual(await column(session, 'SELECT id FROM children ORDER BY id'), [10, 20])
}
