// Owns: what the answer of a migration's check means, as the driver gives it.
// Must not know: how it is asked.

import assert from 'node:assert/strict'
import { code, type Migration } from '@godwit/core'
import type { Session } from '@godwit/core/driver'
import type { Bench, Law } from '../law.ts'
import { column } from '../probe.ts'
import { applied, arrived, runner } from '../product/runner.ts'

const THERE = [
  'SELECT COUNT(*) FROM items',
  'SELECT -1',
  'SELECT 9007199254740993',
  'SELECT size FROM items',
  'SELECT yes FROM items',
  'SELECT TRUE',
  'SELECT EXISTS (SELECT 1 FROM items)',
]
const NOT_THERE = [
  'SELECT COUNT(*) FROM items WHERE id > 2',
  'SELECT NOT yes FROM items',
  'SELECT 1 = 2',
  'SELECT NULL',
  'SELECT yes FROM items WHERE id > 2',
]

export const check: readonly Law[] = [
  {
    concept: 'check',
    name: 'where a check is true or not 0, the migration is recorded and not run; where it is false, 0, NULL or nothing, it runs',
    run: async (bench) => {
      const session = await withItems(bench)
      const migrations = [...THERE, ...NOT_THERE].map((text, index): Migration => ({
        id: String(100 + index),
        description: text,
        check: text,
        up: [ran(text)],
      }))
      arrived(await runner(bench.connect(), migrations).up(), 'up')
      assert.deepEqual(await column(session, 'SELECT what FROM ran ORDER BY what'), NOT_THERE.toSorted())
      const ids = migrations.map(({ id }) => id)
      assert.deepEqual(await applied(session, bench.words.tables), ids)
    },
  },
  {
    concept: 'check',
    name: 'a check that gives a text is refused, and nothing has run, of statements, of a function, of statements that are recorded one by one',
    run: async (bench) => {
      const session = await withItems(bench)
      const ways: readonly Pick<Migration, 'description' | 'up' | 'transaction'>[] = [
        { description: 'statements', up: [ran('statements')] },
        { description: 'a function', up: code('1', async ({ sql }) => void (await sql.run(ran('a function')))) },
        { description: 'one by one', up: [ran('one by one')], transaction: 'forbidden' },
      ]
      const found: Record<string, unknown> = {}
      for (const way of ways) found[way.description] = await fate(bench, way)
      assert.deepEqual(found, { statements: REFUSED, 'a function': REFUSED, 'one by one': REFUSED })
      assert.deepEqual(await column(session, 'SELECT what FROM ran'), [])
    },
  },
  {
    concept: 'check',
    name: 'a rehearsal refuses a check that gives a text too, where ddl is transactional',
    gate: ({ capabilities }) => capabilities.ddl === 'transactional',
    run: async (bench) => {
      await withItems(bench)
      const migration = { id: '1', description: 'a text', check: TEXT, up: [ran('rehearsed')] }
      const report = await runner(bench.connect(), [migration]).rehearse('up')
      assert.ok(report.outcome === 'failed', report.outcome)
      assert.deepEqual([report.failed?.id, report.error.code], ['1', 'MIGRATION_FAILED'], report.error.message)
    },
  },
]

const TEXT = "SELECT 'yes'"
const REFUSED = { failed: '1', transaction: 'rolled back', of: '1', says: "'1' failed: check, text" }

function ran(what: string): string {
  return `INSERT INTO ran (what) VALUES ('${what}')`
}

async function withItems({ open, words }: Bench): Promise<Session> {
  const { integer, boolean, float, text } = words.types
  const session = await open()
  await session.run(`CREATE TABLE ran (what ${text})`)
  await session.run(`CREATE TABLE items (id ${integer}, yes ${boolean}, size ${float})`)
  await session.run('INSERT INTO items (id, yes, size) VALUES (1, TRUE, 0.5), (2, TRUE, 0.5)')
  return session
}

/** In a line of its own: what one way applies is no news to the next. */
async function fate(bench: Bench, way: Pick<Migration, 'description' | 'up' | 'transaction'>): Promise<unknown> {
  const line = way.description.replaceAll(' ', '_')
  const report = await runner(bench.connect(), [{ id: '1', check: TEXT, ...way }], { line }).up()
  if (report.outcome !== 'failed') return report.outcome
  const { failed, error } = report
  assert.ok(error.code === 'MIGRATION_FAILED', `${error.code}: ${error.message}`)
  const says = error.message.replace(/^.*('1' failed: )The (check) .* gives a (text) that .*$/s, '$1$2, $3')
  return { failed: failed?.id, transaction: failed?.transaction, of: 'id' in error.details ? error.details.id : undefined, says }
}
