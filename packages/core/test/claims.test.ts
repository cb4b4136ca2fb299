import { expect, it } from 'vitest'
import { type Dialect, mysql, postgres, sqlite } from '../src/driver.ts'
import { code } from '../src/model/migration.ts'
import { claims } from '../src/pure/statement/claims.ts'
import { migration, planOf } from './planning.ts'

function claimed(dialect: Dialect, ...scripts: readonly (readonly string[])[]): readonly string[] {
  const planning = planOf({ dialect, code: scripts.map((up, index) => migration(`${index + 1}`, { up })) })
  if (!planning.ok) throw new Error(planning.problems.map((problem) => problem.code).join())
  return claims(planning.plan.steps, dialect.family).map(({ id, effect: { object } }) => `${id} ${object.kind} ${object.name}`)
}

const rows: readonly (readonly [what: string, Dialect, readonly string[], readonly string[]])[] = [
  ['tables, indexes, views, triggers', sqlite, ['CREATE TABLE t (a)', 'CREATE VIEW v AS SELECT 1'], ['1 relation t', '1 relation v']],
  ['what is on a new table, on SQLite too', sqlite, ['CREATE TABLE t (a)', 'CREATE INDEX i ON t (a)'], ['1 relation t', '1 index i']],
  ['an index that only its table tells apart, no', mysql, ['CREATE TABLE t (a INT)', 'CREATE INDEX i ON t (a)'], ['1 relation t']],
  ['such an index on another table', mysql, ['CREATE INDEX i ON t (a)'], ['1 index i']],
  ['types and schemas', postgres, ["CREATE TYPE k AS ENUM ('a')", 'CREATE SCHEMA s'], ['1 type k', '1 schema s']],
  [
    'a function no, others may have its name',
    postgres,
    ['CREATE FUNCTION f() RETURNS int RETURN 1', 'CREATE TABLE t ()'],
    ['1 relation t'],
  ],
  ['what may be there no', sqlite, ['CREATE TABLE IF NOT EXISTS t (a)', 'CREATE TABLE u (a)'], ['1 relation u']],
  [
    'what comes behind rows',
    sqlite,
    ['CREATE TABLE t (a)', 'INSERT INTO t VALUES (1)', 'CREATE TABLE u (a)'],
    ['1 relation t', '1 relation u'],
  ],
  ['a new column no, what comes behind it', sqlite, ['ALTER TABLE t ADD COLUMN b', 'CREATE TABLE u (a)'], ['1 relation u']],
  ['nothing behind what goes', sqlite, ['CREATE TABLE t (a)', 'DROP TABLE u', 'CREATE TABLE u (a)'], ['1 relation t']],
  ['nothing behind what is renamed', sqlite, ['ALTER TABLE u RENAME TO w', 'CREATE TABLE u (a)'], []],
  ['nothing behind words that may do anything', postgres, ['SELECT tidy()', 'CREATE TABLE t ()'], []],
  ['nothing behind a change of place', postgres, ['SET search_path = other', 'CREATE TABLE t ()'], []],
  ['nothing behind what replaces', mysql, ['CREATE OR REPLACE TABLE t (a INT)', 'CREATE INDEX i ON t (a)'], []],
  ['what makes things that nobody can tell', postgres, ['CREATE EXTENSION e', 'CREATE TABLE t ()'], []],
]

it.each(rows)('names that a plan takes: %s', (_, dialect, up, expected) => {
  expect(claimed(dialect, up)).toEqual(expected)
})

it('goes on over several migrations', () => {
  expect(claimed(sqlite, ['CREATE TABLE t (a)'], ['CREATE TABLE u (a)'])).toEqual(['1 relation t', '2 relation u'])
})

it('a migration that says itself when it is there already claims nothing', () => {
  const planning = planOf({ code: [migration('1', { check: 'SELECT 1' }), '2'] })
  expect(planning.ok && claims(planning.plan.steps, 'sqlite').map(({ id }) => id)).toEqual(['2'])
})

it('nothing is known behind code', () => {
  const planning = planOf({ code: [migration('1', { up: code('1', () => Promise.resolve()) }), '2'] })
  expect(planning.ok && claims(planning.plan.steps, 'sqlite')).toEqual([])
})
