// Owns: a function of a migration that does not wait for a statement fails, and says which one and why.
// Must not know: how statements are counted. An error that nobody caught fails the run of these laws.

import assert from 'node:assert/strict'
import { code, type CodeScript, type Report } from '@godwit/core'
import type { Session } from '@godwit/core/driver'
import type { Bench, Law } from '../law.ts'
import { column } from '../probe.ts'
import { runner } from '../product/runner.ts'
import { refusal } from '../refusal.ts'

const FORGOTTEN = 'INSERT INTO nowhere (id) VALUES (1)'

export const awaited: readonly Law[] = [
  {
    concept: 'awaited',
    name: "a function that does not wait for a statement fails with the statement's own words, also where that broke what came behind it, and is rolled back",
    run: async (bench) => {
      const session = await withTable(bench)
      const made = bench.capabilities.ddl === 'transactional' ? ['CREATE TABLE made (id INTEGER)'] : []
      const own = [...made, 'INSERT INTO kept (id) VALUES (1)']
      const ways: readonly (readonly [which: string, CodeScript['run']])[] = [
        [
          'the last statement',
          async ({ sql }) => {
            for (const text of own) await sql.run(text)
            void sql.run(FORGOTTEN)
          },
        ],
        [
          'the first statement',
          async ({ sql }) => {
            void sql.run(FORGOTTEN)
            for (const text of own) await sql.run(text)
          },
        ],
      ]
      for (const [which, run] of ways) {
        assert.deepEqual(await fate(bench, session, run), { settlement: 'rolled back', state: 'pending', tables: [], kept: [] }, which)
      }
    },
  },
  {
    concept: 'awaited',
    name: 'where ddl commits by itself and a function has run some before it forgot a statement, nobody says that it was rolled back',
    gate: ({ capabilities }) => capabilities.ddl === 'autocommit',
    run: async (bench) => {
      const found = await fate(bench, await withTable(bench), async ({ sql }) => {
        await sql.run('CREATE TABLE made (id INTEGER)')
        void sql.run(FORGOTTEN)
      })
      assert.deepEqual(found, { settlement: 'unknown', state: 'partial', tables: ['made'], kept: [] })
    },
  },
]

interface Fate {
  readonly settlement: string | undefined
  readonly state: string | undefined
  /** Those that the function made. */
  readonly tables: readonly unknown[]
  readonly kept: readonly unknown[]
}

async function withTable(bench: Bench): Promise<Session> {
  const session = await bench.open()
  await session.run('CREATE TABLE kept (id INTEGER)')
  return session
}

/** What becomes of a migration whose function is this one, and of its database. */
async function fate(bench: Bench, session: Session, run: CodeScript['run']): Promise<Fate> {
  const { message: own } = await refusal('a table that is not there', () => session.run(FORGOTTEN))
  const migrator = runner(bench.connect(), [{ id: '1', description: 'forgetful', up: code('1', run) }])
  const settlement = forgot(await migrator.up(), own)
  const { migrations } = await migrator.status()
  const tables = (await column(session, bench.words.tables)).filter((name) => name === 'made')
  return { settlement, state: migrations[0]?.state, tables, kept: await column(session, 'SELECT id FROM kept') }
}

/** What the report says of the transaction, once it has named what was forgotten, and how that failed in the words of the database. */
function forgot(report: Report, own: string): string | undefined {
  assert.ok(report.outcome === 'failed', report.outcome)
  const { message } = report.error
  const named = `did not wait for '${FORGOTTEN}', which failed: ${own.replace(/\.$/, '')}. Is an await missing?`
  assert.ok(message.includes(named), `${message}\n\nhas not: ${named}`)
  const words = report.failed?.transaction === 'unknown' ? 'How much of that took effect is not known' : 'It was rolled back'
  assert.ok(message.includes(words), `${message}\n\nhas not: ${words}`)
  return report.failed?.transaction
}
