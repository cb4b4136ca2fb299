// Owns: foreign keys in and around blocks and transactions: in force, or suspended until the end and in force again.
// Must not know: migrations. What dangles is core's to find.

import assert from 'node:assert/strict'
import type { Block, Executor, Session } from '@godwit/core/driver'
import type { Bench, Facts, Law } from '../law.ts'
import { cell, column } from '../probe.ts'
import { refusal } from '../refusal.ts'
import { secondWriter } from './second-writer.ts'

const block = (...statements: readonly string[]): Block => ({ statements, foreignKeys: 'enforced' })
const suspended = (...statements: readonly string[]): Block => ({ statements, foreignKeys: 'suspended' })
const rebuilds = (facts: Facts): boolean => facts.dialect.rebuild !== undefined

export const foreignKeys: readonly Law[] = [
  {
    concept: 'foreign-keys',
    name: 'foreign keys are in force in an enforced block',
    run: async (bench) => {
      const session = await family(bench)
      const error = await refusal('a dangling reference', () => session.batch([block('INSERT INTO children (id, parent) VALUES (9, 99)')]))
      assert.equal(error.reason, 'constraint', error.message)
      await session.batch([block('DELETE FROM parents WHERE id = 1')])
      assert.deepEqual(await column(session, 'SELECT id FROM children'), [20], 'children after ON DELETE CASCADE')
    },
  },
  {
    concept: 'foreign-keys',
    name: 'a suspended block rebuilds a table and keeps the rows that refer to it',
    gate: rebuilds,
    run: async (bench) => {
      const session = await family(bench)
      await session.batch([
        block('INSERT INTO parents (id) VALUES (3)'),
        suspended(...REBUILD),
        block('INSERT INTO parents (id) VALUES (4)'),
      ])
      assert.deepEqual(await column(session, 'SELECT id FROM children ORDER BY id'), [10, 20])
      assert.deepEqual(await column(session, 'SELECT id FROM parents ORDER BY id'), [1, 2, 3, 4])
      assert.deepEqual((await session.run(bench.dialect.rebuild?.violations ?? '')).rows, [], 'dangling references')
      await enforcedAgain(session, 'after a rebuild')
    },
  },
  {
    concept: 'foreign-keys',
    name: 'foreign keys are in force again after a suspended block, also after one that failed, and within the same batch',
    gate: rebuilds,
    run: async (bench) => {
      const session = await family(bench)
      await refusal('a suspended block with a mistake', () => session.batch([suspended(...REBUILD, 'DROP TABLE nowhere')]))
      assert.deepEqual(await column(session, 'SELECT id FROM children ORDER BY id'), [10, 20], 'rows after a failed rebuild')
      await enforcedAgain(session, 'after a failed rebuild')
      await refusal('a suspended block that begins with a mistake', () => session.batch([suspended('SELEC 1')]))
      await enforcedAgain(session, 'after a mistake')
      const error = await refusal('an enforced block after a suspended one', () =>
        session.batch([suspended('INSERT INTO parents (id) VALUES (5)'), block('INSERT INTO children (id, parent) VALUES (9, 99)')]),
      )
      assert.deepEqual(error.at, { block: 1, statement: 0 }, error.message)
      await enforcedAgain(session, 'after an enforced block failed behind a suspended one')
    },
  },
  {
    concept: 'foreign-keys',
    name: 'foreign keys are in force in a transaction, and suspended in one that was begun so',
    gate: rebuilds,
    run: async (bench) => {
      const session = await family(bench)
      const enforced = bench.dialect.rebuild?.enforced ?? ''
      for (const [asked, rows] of [
        [undefined, 1],
        ['enforced', 1],
        ['suspended', 0],
        ['enforced', 1],
      ] as const) {
        const transaction = await session.begin(asked)
        assert.equal(
          (await transaction.run(enforced)).rows.length,
          rows,
          `whether foreign keys are in force in a transaction begun ${asked}`,
        )
        await transaction.rollback()
      }
    },
  },
  {
    concept: 'foreign-keys',
    name: 'a suspended transaction rebuilds a table and keeps the rows that refer to it, and has its lock from the beginning',
    gate: rebuilds,
    run: async (bench) => {
      const session = await family(bench)
      const transaction = await session.begin('suspended')
      await rebuild(transaction)
      assert.deepEqual(await column(transaction, 'SELECT id FROM children ORDER BY id'), [10, 20])
      await transaction.commit()
      assert.deepEqual(await column(session, 'SELECT id FROM children ORDER BY id'), [10, 20])
      await enforcedAgain(session, 'after a rebuild')
      const second = await bench.open()
      const first = await session.begin('suspended')
      const fate = await secondWriter('a suspended transaction beside another', () => second.begin('suspended'), first)
      if (fate === 'second-refused') await first.rollback()
      await enforcedAgain(second, 'after a suspended transaction beside another')
    },
  },
  {
    concept: 'foreign-keys',
    name: 'foreign keys are in force again after a suspended transaction, however it ended, and on a session that is opened after it',
    gate: rebuilds,
    run: async (bench) => {
      const session = await family(bench)
      const committed = await session.begin('suspended')
      await committed.run('INSERT INTO parents (id) VALUES (5)')
      await committed.commit()
      await enforcedAgain(session, 'after a commit')
      const taken = await session.begin('suspended')
      await rebuild(taken)
      await taken.rollback()
      await enforcedAgain(session, 'after a rollback')
      const failed = await session.begin('suspended')
      await refusal('a mistake', () => failed.run('DROP TABLE nowhere'))
      await failed.rollback()
      await enforcedAgain(session, 'after a mistake')
      const undone = await session.begin('suspended')
      await refusal('a statement that rolls back', () => undone.run('INSERT OR ROLLBACK INTO parents (id) VALUES (1)'))
      await undone.rollback()
      await enforcedAgain(session, 'after a statement rolled back')
      await session.begin('suspended')
      await session.close()
      await enforcedAgain(await bench.open(), 'after a session was closed over it')
    },
  },
]

const REBUILD = [
  'CREATE TABLE parents_new (id INTEGER PRIMARY KEY, name TEXT)',
  'INSERT INTO parents_new (id) SELECT id FROM parents',
  'DROP TABLE parents',
  'ALTER TABLE parents_new RENAME TO parents',
]

async function rebuild(transaction: Executor): Promise<void> {
  for (const text of REBUILD) await transaction.run(text)
}

async function family(bench: Bench): Promise<Session> {
  const session = await bench.open()
  await session.run('CREATE TABLE parents (id INTEGER PRIMARY KEY)')
  await session.run(
    'CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER, FOREIGN KEY (parent) REFERENCES parents (id) ON DELETE CASCADE)',
  )
  await session.run('INSERT INTO parents (id) VALUES (1), (2)')
  await session.run('INSERT INTO children (id, parent) VALUES (10, 1), (20, 2)')
  return session
}

async function enforcedAgain(session: Session, when: string): Promise<void> {
  const before = await cell(session, 'SELECT COUNT(*) FROM children')
  const error = await refusal(`a dangling reference ${when}`, () => session.run('INSERT INTO children (id, parent) VALUES (9, 99)'))
  assert.equal(error.reason, 'constraint', `${when}: ${error.message}`)
  assert.equal(await cell(session, 'SELECT COUNT(*) FROM children'), before)
}
