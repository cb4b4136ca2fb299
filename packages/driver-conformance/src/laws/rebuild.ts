// Owns: whoever rebuilds a table that others refer to loses nothing, and leaves nothing that refers to nothing.
// Must not know: how foreign keys are suspended. A rebuild in SQL that is well is in the library that all product laws run.

import assert from 'node:assert/strict'
import { code, type CodeContext, type Migration, type Script, steps } from '@godwit/core'
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
      const orphaned = async ({ sql }: CodeContext): Promise<void> => {
        for (const text of keeping('id = 2')) await sql.run(text)
      }
      for (const up of [code('1', orphaned), steps('1', ({ step }) => step('only', orphaned))]) {
        const words = await refusedWith(bench, up)
        await nothingIsLost(bench)
        assert.equal(words, NAMED)
      }
    },
  },
  {
    concept: 'rebuild',
    name: 'a rebuild in SQL that leaves a row without the one that it refers to is rolled back too, and the row is named in the same words',
    gate: ({ dialect }) => dialect.rebuild !== undefined,
    run: async (bench) => {
      const words = await refusedWith(bench, keeping('id = 2'))
      await nothingIsLost(bench)
      assert.equal(words, NAMED)
    },
  },
  {
    concept: 'rebuild',
    name: 'a row that referred to nothing before the rebuild already is told apart from those that it would leave so, where it is one batch',
    gate: ({ dialect, capabilities }) => dialect.rebuild !== undefined && capabilities.batch === 'atomic',
    run: async (bench) => {
      arrived(await runner(bench.connect(), [TABLES]).up(), 'up')
      const before = await (await bench.open()).begin('suspended')
      await before.run('INSERT INTO children (id, parent) VALUES (30, 3)')
      await before.commit()
      const words = await refusedWith(bench, keeping('id = 2'))
      await nothingIsLost(bench, [30])
      assert.equal(words, `${NAMED} These dangled before it already: 'children' row 30 → 'parents'; mend them first.`)
    },
  },
]

/** Of a rebuild that keeps row 2 only. */
const NAMED =
  "FOREIGN_KEYS_BROKEN: Migration '2' would leave rows that refer to rows that are not there: 'children' row 10 → 'parents'. It was rolled back."

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

function keeping(which: string): readonly string[] {
  return [
    'CREATE TABLE parents_new (id INTEGER PRIMARY KEY)',
    `INSERT INTO parents_new (id) SELECT id FROM parents WHERE ${which}`,
    'DROP TABLE parents',
    'ALTER TABLE parents_new RENAME TO parents',
  ]
}

async function rebuilt({ sql }: CodeContext): Promise<void> {
  for (const text of keeping('id > 0')) await sql.run(text)
}

async function refusedWith(bench: Bench, up: Script): Promise<string> {
  const report = await runner(bench.connect(), [TABLES, { id: '2', description: 'orphans', foreignKeys: 'suspended', up }]).up()
  assert.ok(report.outcome === 'failed', report.outcome)
  return `${report.error.code}: ${report.error.message}`
}

async function nothingIsLost(bench: Bench, more: readonly number[] = []): Promise<void> {
  const session = await bench.open()
  assert.deepEqual(await column(session, 'SELECT id FROM parents ORDER BY id'), [1, 2])
  assert.deepEqual(await column(session, 'SELECT id FROM children ORDER BY id'), [10, 20, ...more])
}
