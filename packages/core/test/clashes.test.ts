import { expect, it } from 'vitest'
import { type Dialect, mysql, postgres, sqlite } from '../src/driver.ts'
import type { Step } from '../src/model/plan.ts'
import { claims } from '../src/pure/statement/claims.ts'
import { clashes, type Naming, suspectedClashes } from '../src/pure/statement/clashes.ts'
import { schemasWanted } from '../src/pure/statement/schemas-wanted.ts'
import { migration, planOf } from './planning.ts'

function stepsOf(dialect: Dialect, line: string, up: readonly string[]): readonly Step[] {
  const planning = planOf({ dialect, code: [migration('1', { up })] })
  if (!planning.ok) throw new Error(planning.problems.map((problem) => problem.code).join())
  return planning.plan.steps.map((step) => ({ ...step, line }))
}

const exact: Naming = { home: 'public', folds: false }
const folding: Naming = { home: 'here', folds: true }

const rows: readonly (readonly [what: string, Dialect, Naming, one: string, other: string, clash: boolean])[] = [
  ['the same table', postgres, exact, 'CREATE TABLE t ()', 'CREATE TABLE t ()', true],
  ['a table and a view', sqlite, folding, 'CREATE TABLE t (a)', 'CREATE VIEW t AS SELECT 1', true],
  ['a table and an index, where both are relations', postgres, exact, 'CREATE TABLE t ()', 'CREATE INDEX t ON u (a)', true],
  ['a table and an index of MySQL, which is in its table, no', mysql, folding, 'CREATE TABLE t (a INT)', 'CREATE INDEX t ON u (a)', false],
  ['indexes of two tables of MySQL, no', mysql, folding, 'CREATE INDEX i ON t (a)', 'CREATE INDEX i ON u (a)', false],
  ['names without quotes, which PostgreSQL folds', postgres, exact, 'CREATE TABLE T ()', 'CREATE TABLE t ()', true],
  ['names in quotes that differ in case, no', postgres, exact, 'CREATE TABLE "T" ()', 'CREATE TABLE t ()', false],
  ['names that differ in case, where they are folded', sqlite, folding, 'CREATE TABLE "T" (a)', 'CREATE TABLE t (a)', true],
  ['the schema of the connection, named and not', postgres, exact, 'CREATE TABLE public.t ()', 'CREATE TABLE t ()', true],
  ['another schema, no', postgres, exact, 'CREATE TABLE other.t ()', 'CREATE TABLE t ()', false],
  ['a table and a function, no', postgres, exact, 'CREATE TABLE t ()', 'CREATE FUNCTION t() RETURNS int RETURN 1', false],
]

it.each(rows)('whether two lines want one name: %s', (_, dialect, naming, one, other, clash) => {
  const claimed = (line: string, up: string): ReturnType<typeof claims> => claims(stepsOf(dialect, line, [up]), dialect.family)
  const suspected = suspectedClashes(claimed('b', other), claimed('a', one), dialect.family)
  expect(suspected.some((each) => clashes(each, naming))).toBe(clash)
})

it('a line is in its own way never', () => {
  const claimed = claims(stepsOf(sqlite, 'a', ['CREATE TABLE t (a)']), 'sqlite')
  expect(suspectedClashes(claimed, claimed, 'sqlite')).toEqual([])
})

it.each([
  ['one that is named', ['CREATE TABLE s.t ()', 'CREATE TABLE s.u ()', 'CREATE TABLE v ()'], ['s']],
  ['none that a statement before makes', ['CREATE SCHEMA s', 'CREATE TABLE s.t ()'], []],
  ['none that may be there', ['CREATE SCHEMA IF NOT EXISTS s', 'CREATE TABLE s.t ()'], []],
  ['none where one is made whose name cannot be told', ['CREATE SCHEMA IF NOT EXISTS AUTHORIZATION s', 'CREATE TABLE s.t ()'], []],
  ['none of a session', ['CREATE TABLE pg_temp.t ()'], []],
])('schemas that must be there: %s', (_, up, wanted) => {
  const steps = stepsOf(postgres, 'a', up)
  expect([...schemasWanted(claims(steps, 'postgres'), steps, 'postgres').keys()]).toEqual(wanted)
})
