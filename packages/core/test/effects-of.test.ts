import { describe, expect, test } from 'vitest'
import type { DialectFamily } from '../src/model/dialect.ts'
import { mysql } from '../src/dialect/mysql.ts'
import { postgres } from '../src/dialect/postgres.ts'
import { sqlite } from '../src/dialect/sqlite.ts'
import { effectsOf } from '../src/pure/statement/effects-of.ts'
import { split } from '../src/pure/lexing/split.ts'
import type { Statement } from '../src/model/statement.ts'

const LEXIS = { sqlite: sqlite.lexis, postgres: postgres.lexis, mysql: mysql.lexis }

function statements(text: string, family: DialectFamily): readonly Statement[] {
  const splitting = split(text, LEXIS[family])
  if (!splitting.ok) throw new Error(splitting.reason)
  return splitting.statements
}

describe('the effect of a statement is where those before it left the session', () => {
  const schemaOf = (text: string, family: DialectFamily): string | undefined | null => {
    const all = statements(text, family)
    const { effect } = effectsOf(all, family)(all.length - 1)
    return effect === undefined ? null : effect.object.schema
  }

  test.each<readonly [DialectFamily, string, string | undefined | null]>([
    ['mysql', 'CREATE TABLE t (a INT)', undefined],
    ['mysql', 'USE `Other`; CREATE TABLE t (a INT)', 'Other'],
    ['mysql', 'USE b; CREATE TABLE c.t (a INT)', 'c'],
    ['mysql', 'USE b; CREATE DATABASE t', undefined],
    ['mysql', 'USE b; USE c; DROP TABLE t', 'c'],
    ['postgres', 'SET search_path TO b; CREATE INDEX i ON t (a)', 'b'],
    ['postgres', 'SET SESSION search_path = "B"; CREATE TABLE t (a int)', 'B'],
    ['postgres', 'SET search_path TO b, public; CREATE TABLE t (a int)', null],
    ['postgres', 'SET search_path TO DEFAULT; CREATE TABLE t (a int)', null],
    ['postgres', "SET search_path TO b; SELECT set_config('search_path', 'c', false); CREATE TABLE t (a int)", null],
    ['postgres', "SET SCHEMA 'b'; CREATE TABLE t (a int)", null],
    ['postgres', 'SET search_path TO b; RESET ALL; CREATE TABLE t (a int)', null],
    ['postgres', "SET lock_timeout = '1s'; CREATE TABLE t (a int)", undefined],
    ['sqlite', 'CREATE TABLE t (a INT)', undefined],
  ])('on %s: %s', (family, text, schema) => {
    expect(schemaOf(text, family)).toBe(schema)
  })
})
