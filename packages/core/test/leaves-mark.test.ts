import { describe, expect, test } from 'vitest'
import type { DialectFamily } from '../src/model/dialect.ts'
import { mysql } from '../src/dialect/mysql.ts'
import { postgres } from '../src/dialect/postgres.ts'
import { sqlite } from '../src/dialect/sqlite.ts'
import type { Step } from '../src/model/plan.ts'
import { leavesMark } from '../src/pure/statement/leaves-mark.ts'
import { split } from '../src/pure/lexing/split.ts'
import type { Statement } from '../src/model/statement.ts'

const LEXIS = { sqlite: sqlite.lexis, postgres: postgres.lexis, mysql: mysql.lexis }

function statements(text: string, family: DialectFamily): readonly Statement[] {
  const splitting = split(text, LEXIS[family])
  if (!splitting.ok) throw new Error(splitting.reason)
  return splitting.statements
}

describe('a step leaves a mark on its connection', () => {
  const marked = (text: string, family: DialectFamily, on: 'session' | 'transaction' = 'session'): boolean =>
    leavesMark({ kind: 'atomic', statements: statements(text, family) } as unknown as Step, family, on)

  test.each<readonly [DialectFamily, string]>([
    ['postgres', 'SET search_path TO b'],
    ['postgres', 'CREATE TABLE t (a int); SET SESSION statement_timeout = 0'],
    ['postgres', "SELECT pg_catalog.set_config('search_path', '', false)"],
    ['postgres', 'RESET ROLE'],
    ['postgres', 'CREATE TEMP TABLE t (a int)'],
    ['mysql', 'SET LOCAL sql_mode = DEFAULT'],
    ['mysql', 'SET TRANSACTION ISOLATION LEVEL SERIALIZABLE'],
    ['mysql', 'USE other'],
    ['mysql', 'SET foreign_key_checks = 0'],
    ['mysql', "/*!40103 SET TIME_ZONE='+00:00' */"],
    ['mysql', 'SELECT MAX(id) INTO @id FROM p'],
    ['mysql', 'CREATE OR REPLACE TEMPORARY TABLE t (a INT)'],
    ['sqlite', 'PRAGMA recursive_triggers(ON)'],
    ['sqlite', "ATTACH 'x.db' AS x"],
  ])('on %s by %s', (family, text) => {
    expect(marked(text, family)).toBe(true)
  })

  test.each<readonly [DialectFamily, string]>([
    ['postgres', 'CREATE TABLE t (a int)'],
    ['postgres', "SET LOCAL lock_timeout = '1s'"],
    ['postgres', 'SET CONSTRAINTS ALL DEFERRED'],
    ['mysql', 'SET GLOBAL max_connections = 10'],
    ['mysql', 'SET STATEMENT max_statement_time = 1 FOR DELETE FROM t'],
    ['mysql', 'UPDATE t SET a = 1'],
    ['sqlite', 'CREATE TABLE settings (a INT)'],
  ])('on %s not by %s', (family, text) => {
    expect(marked(text, family)).toBe(false)
  })

  test.each<readonly [DialectFamily, string]>([
    ['postgres', "SET LOCAL lock_timeout = '1s'"],
    ['postgres', 'SET CONSTRAINTS ALL DEFERRED'],
    ['postgres', 'SET search_path TO b'],
    ['postgres', "SELECT set_config('search_path', 'b', true)"],
  ])('on %s, where another shares its transaction, by %s', (family, text) => {
    expect(marked(text, family, 'transaction')).toBe(true)
  })
})
