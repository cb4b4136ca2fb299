import { describe, expect, it } from 'vitest'
import { type Dialect, mysql, postgres, sqlite } from '../src/driver.ts'
import type { Presence } from '../src/model/effect.ts'
import type { Intent, StepRecord } from '../src/model/journal.ts'
import type { Statement } from '../src/model/statement.ts'
import { lanes } from '../src/pure/statement/lanes.ts'
import { split } from '../src/pure/lexing/split.ts'
import { type Judgement, judge, type Work } from '../src/pure/journal/verdict.ts'

function statements(text: string, dialect: Dialect): readonly Statement[] {
  const splitting = split(text, dialect.lexis)
  if (!splitting.ok) throw new Error(splitting.reason)
  return splitting.statements
}

/** `[0-2] 3`: the first three share a transaction, the fourth is alone. */
function grouped(text: string, dialect: Dialect, transaction: 'auto' | 'forbidden' = 'auto'): string {
  return lanes(statements(text, dialect), dialect.family, transaction)
    .map((group) => (group.kind === 'alone' ? String(group.n) : `[${group.from}-${group.to}]`))
    .join(' ')
}

describe('statements that share a transaction', () => {
  it.each<readonly [Dialect, string, string]>([
    [
      mysql,
      'CREATE TABLE t (a INT); INSERT INTO t VALUES (1); UPDATE t SET a = 2; ALTER TABLE t ADD b INT; DELETE FROM t',
      '0 [1-2] 3 [4-4]',
    ],
    [mysql, 'INSERT INTO t VALUES (1); SET @a = 1; INSERT INTO t VALUES (@a)', '[0-0] 1 [2-2]'],
    [mysql, 'REPLACE INTO t VALUES (1); (SELECT 1); WITH c AS (SELECT 1) SELECT * FROM c; SAVEPOINT s; ROLLBACK TO s', '[0-4]'],
    [mysql, 'CALL p(); TRUNCATE t; ANALYZE TABLE t; CREATE TEMPORARY TABLE x (a INT)', '0 1 2 3'],
    [mysql, "LOAD DATA INFILE 'f' INTO TABLE t; LOAD INDEX INTO CACHE t", '[0-0] 1'],
    [mysql, '/*!40000 ALTER TABLE t DISABLE KEYS */; INSERT INTO t VALUES (1)', '0 [1-1]'],
    [postgres, 'CREATE TABLE t (a int); CREATE INDEX CONCURRENTLY i ON t (a); INSERT INTO t VALUES (1); VACUUM t', '[0-0] 1 [2-2] 3'],
    [postgres, "ALTER TYPE m ADD VALUE 'b'; INSERT INTO t VALUES ('b')", '0 [1-1]'],
    [postgres, "ALTER TYPE m ADD VALUE 'b'; DO $$ BEGIN INSERT INTO t VALUES ('b'); END $$", '0 [1-1]'],
    // Not used before it is committed, or made in the same transaction: one transaction, which is more.
    [postgres, "ALTER TYPE m ADD VALUE 'b'; CREATE TABLE t (a int)", '[0-1]'],
    [postgres, "INSERT INTO t VALUES ('b'); ALTER TYPE m ADD VALUE 'b'", '[0-1]'],
    [postgres, "CREATE TYPE m AS ENUM ('a'); ALTER TYPE m ADD VALUE 'b'; INSERT INTO t VALUES ('b')", '[0-2]'],
    [sqlite, 'CREATE TABLE t (a); VACUUM; INSERT INTO t VALUES (1)', '[0-0] 1 [2-2]'],
  ])('%#: $1', (dialect, text, expected) => {
    expect(grouped(text, dialect)).toBe(expected)
  })

  it.each([mysql, postgres, sqlite])('are none where a transaction is forbidden, but for data and its own record', (dialect) => {
    expect(grouped('CREATE TABLE t (a INT); INSERT INTO t VALUES (1); INSERT INTO t VALUES (2); ANALYZE', dialect, 'forbidden')).toBe(
      '0 [1-1] [2-2] 3',
    )
  })
})

describe('what evidence says of an open statement', () => {
  const created: Intent = {
    kind: 'statement',
    text: 'CREATE TABLE t (a INT)',
    effect: { change: 'appears', object: { kind: 'relation', schema: undefined, name: 't' } },
    repeat: 'unknown',
  }
  const dropped: Intent = { ...created, effect: { change: 'vanishes', object: { kind: 'relation', schema: undefined, name: 't' } } }
  const unseen: Intent = { ...created, effect: undefined }
  const harmless: Intent = { ...unseen, repeat: 'harmless' }
  const fn: Intent = { kind: 'function' }
  const record = (intent: Intent | undefined, before: Presence | undefined, state: StepRecord['state']): StepRecord => ({
    line: 'app',
    id: '1',
    seq: 1,
    n: 0,
    name: '',
    checksum: 'c',
    state,
    session: '7',
    result: undefined,
    intent,
    before,
    run: 'r',
    startedAt: '2026-01-01T00:00:00.000Z',
  })
  type Case = readonly [
    what: string,
    intent: Intent | undefined,
    before: Presence | undefined,
    now: Presence | undefined,
    work: Work,
    expected: Judgement,
    state?: 'begun',
  ]
  const cases: readonly Case[] = [
    ['still at work, whatever else is known', created, 'absent', 'present', 'running', 'wait'],
    ['was not there and is', created, 'absent', 'present', 'ended', 'took-effect'],
    ['was not there and is not', created, 'absent', 'absent', 'ended', 'did-not-happen'],
    ['was there before, so it was refused', created, 'present', 'present', 'ended', 'did-not-happen'],
    ['is there and unusable', created, 'absent', 'invalid', 'ended', 'did-not-happen'],
    ['is there, and nobody knows since when', created, undefined, 'present', 'ended', 'unresolved'],
    ['is not there, and nobody knows since when', created, undefined, 'absent', 'ended', 'did-not-happen'],
    ['was there and is not', dropped, 'present', 'absent', 'ended', 'took-effect'],
    ['was there and is', dropped, 'present', 'present', 'ended', 'did-not-happen'],
    ['was there and is unusable', dropped, 'present', 'invalid', 'ended', 'did-not-happen'],
    ['was one of several of its name, and one is there', dropped, undefined, 'present', 'ended', 'unresolved'],
    [
      'was one of several, and IF EXISTS would take the next',
      { ...dropped, repeat: 'harmless' },
      undefined,
      undefined,
      'ended',
      'unresolved',
    ],
    ['cannot be told now', created, 'absent', undefined, 'ended', 'unresolved'],
    ['leaves nothing to see', unseen, undefined, undefined, 'ended', 'unresolved'],
    ['does no harm a second time', harmless, undefined, undefined, 'ended', 'repeat'],
    ['ran where nobody can be asked, and its effect is there', created, 'absent', 'present', 'elsewhere', 'took-effect'],
    ['ran where nobody can be asked, and its effect is not there yet', created, 'absent', 'absent', 'elsewhere', 'unresolved'],
    ['ran where nobody can be asked, harmless as it is', harmless, undefined, undefined, 'elsewhere', 'unresolved'],
    ['ran where this user sees nothing, and its effect is there', created, 'absent', 'present', 'hidden', 'took-effect'],
    ['ran where this user sees nothing, and its effect is not there yet', created, 'absent', 'absent', 'hidden', 'unresolved'],
    ['ran where this user sees nothing, harmless as it is', harmless, undefined, undefined, 'hidden', 'unresolved'],
    ['ran in a session without a name', created, 'absent', 'absent', 'unknown', 'unresolved'],
    ['says nothing about itself', undefined, undefined, undefined, 'ended', 'unresolved'],
    ['is a function that had not begun', fn, undefined, undefined, 'ended', 'did-not-happen'],
    ['is a function that had', fn, undefined, undefined, 'ended', 'unresolved', 'begun'],
  ]
  for (const [what, intent, before, now, work, expected, state] of cases) {
    it(what, () => {
      expect(judge(record(intent, before, state ?? 'open'), { work, now })).toBe(expected)
    })
  }
})
