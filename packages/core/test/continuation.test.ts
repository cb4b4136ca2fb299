import { describe, expect, it } from 'vitest'
import { type Dialect, mysql, postgres, sqlite } from '../src/driver.ts'
import type { Place } from '../src/model/problem.ts'
import type { Statement } from '../src/model/statement.ts'
import { continuation } from '../src/pure/statement/continuation.ts'
import { disturbsVariables } from '../src/pure/statement/continuation-mysql.ts'
import { describeProblem } from '../src/pure/words/describe-problem.ts'
import { split } from '../src/pure/lexing/split.ts'

function statements(text: string, dialect: Dialect): readonly Statement[] {
  const splitting = split(text, dialect.lexis)
  if (!splitting.ok) throw new Error(splitting.reason)
  return splitting.statements
}

/** What is said again, and what is lost, of a script that stopped at `FAIL`. */
function told(text: string, dialect: Dialect): readonly string[] {
  const all = statements(text, dialect)
  const from = all.findIndex((one) => one.text === 'FAIL')
  const { again, lost } = continuation(all, from, dialect.family)
  return [...again.map((one) => one.text), ...lost.map(({ name, n, neededBy }) => `lost ${name} of ${n} for ${neededBy.text}`)]
}

describe('what a new session is told again', () => {
  it.each<readonly [Dialect, string]>([
    [mysql, 'SET foreign_key_checks = 0'],
    [mysql, 'USE d'],
    [mysql, "/*!40103 SET TIME_ZONE='+05:00' */"],
    [mysql, '/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE="NO_AUTO_VALUE_ON_ZERO" */'],
    [mysql, '/*M!100616 SET @OLD_NOTE_VERBOSITY=@@NOTE_VERBOSITY, NOTE_VERBOSITY=0 */'],
    [mysql, '/*!50503 SET character_set_client = utf8mb4 */'],
    [mysql, 'SET NAMES utf8mb4'],
    [mysql, "SET SESSION sql_mode = CONCAT(@@sql_mode, ',ANSI')"],
    [mysql, 'SET LOCAL sql_safe_updates = 1'],
    [mysql, 'SET @@SESSION.SQL_LOG_BIN= 0'],
    [mysql, 'SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE'],
    [mysql, 'SET ROLE admin'],
    [mysql, "SET @a = 5, @b := CONCAT(@a, 'x')"],
    [postgres, 'SET search_path = a'],
    [postgres, 'RESET search_path'],
    [postgres, 'SET SESSION AUTHORIZATION joe'],
    [postgres, "SELECT pg_catalog.set_config('search_path', '', false)"],
    [sqlite, 'PRAGMA foreign_keys = OFF'],
    [sqlite, 'PRAGMA foreign_keys(OFF)'],
    [sqlite, 'PRAGMA main.cache_size(100)'],
  ])('%#: $1', (dialect, text) => {
    expect(told(`${text}; FAIL; SELECT 1`, dialect)).toEqual([text])
  })

  it.each<readonly [Dialect, string]>([
    [mysql, 'SET STATEMENT max_statement_time = 60 FOR INSERT INTO t VALUES (1)'],
    [mysql, 'SET GLOBAL max_connections = 1'],
    [mysql, 'SET GLOBAL max_connections = 1, wait_timeout = 2'],
    [mysql, 'SET @@GLOBAL.x = 1'],
    [mysql, 'SET PERSIST y = 1'],
    [mysql, "SET PASSWORD = 'x'"],
    [mysql, 'SET DEFAULT ROLE r TO u'],
    [mysql, 'SET TRANSACTION READ ONLY'],
    [mysql, 'SET RESOURCE GROUP g FOR 5'],
    [mysql, 'RESET MASTER'],
    [mysql, 'DROP TABLE t'],
    [postgres, "SET LOCAL lock_timeout = '1s'"],
    [postgres, 'SET TRANSACTION READ ONLY'],
    [postgres, "SELECT set_config('a.b', current_user, true)"],
    [postgres, "CREATE FUNCTION f() RETURNS text BEGIN ATOMIC SELECT set_config('a.b', 'c', false); END"],
    [sqlite, 'PRAGMA table_info(t)'],
    [sqlite, 'PRAGMA user_version = 3'],
    [sqlite, 'PRAGMA foreign_keys'],
  ])('and not %#: $1', (dialect, text) => {
    expect(told(`${text}; FAIL; SELECT 1`, dialect)).toEqual([])
  })

  it('is nothing where only the end is missing, or nothing has run', () => {
    const all = statements('SET @a = 1; SET @n = f()', mysql)
    expect(continuation(all, 2, 'mysql')).toEqual({ again: [], lost: [] })
    expect(continuation(all, 0, 'mysql')).toEqual({ again: [], lost: [] })
  })
})

describe('what it cannot be told', () => {
  it.each<readonly [Dialect, string, readonly string[]]>([
    [mysql, 'SET @ID = LAST_INSERT_ID(); FAIL; SELECT @id', ['lost @id of 0 for SELECT @id']],
    [mysql, 'SELECT MAX(id) INTO @a, @id FROM p; FAIL; SELECT @`id`', ['lost @id of 0 for SELECT @`id`']],
    [mysql, 'SET @n = (SELECT 1); FAIL; DO @n', ['lost @n of 0 for DO @n']],
    [mysql, 'SELECT @n := 1; FAIL; DO @n', ['lost @n of 0 for DO @n']],
    [mysql, 'CALL p(@n); FAIL; DO @n', ['lost @n of 0 for DO @n']],
    [mysql, 'GET DIAGNOSTICS @n = ROW_COUNT; FAIL; DO @n', ['lost @n of 0 for DO @n']],
    [mysql, 'SET @a = NOW(); SET @b = @a; FAIL; DO @b', ['lost @b of 1 for DO @b']],
    [mysql, 'SET @a = CURRENT_TIMESTAMP; FAIL; DO @a', ['lost @a of 0 for DO @a']],
    [mysql, 'SET @a = @@GLOBAL.x; FAIL; DO @a', ['lost @a of 0 for DO @a']],
    [mysql, 'SET GLOBAL x = 1; SET @a = @@x; FAIL; DO @a', ['lost @a of 1 for DO @a']],
    [mysql, 'SET @a = @@identity; FAIL; DO @a', ['lost @a of 0 for DO @a']],
    [mysql, 'SET @a = 1, GLOBAL x = 1; FAIL; DO @a', ['lost @a of 0 for DO @a']],
    [mysql, 'SET @i = 0; UPDATE t SET a = (@i := @i + 1); FAIL; DO @i', ['SET @i = 0', 'lost @i of 1 for DO @i']],
    [mysql, 'SET @n = f(); FAIL; UPDATE t SET a = (@n := @n + 1)', ['lost @n of 0 for UPDATE t SET a = (@n := @n + 1)']],
    [mysql, 'SET time_zone = (SELECT z FROM t); FAIL', ['lost time_zone of 0 for FAIL']],
    [mysql, 'SET @z = f(); SET time_zone = @z; FAIL', ['lost time_zone of 1 for FAIL']],
    [mysql, 'INSERT INTO p VALUES (0); FAIL; SELECT LAST_INSERT_ID()', ['lost LAST_INSERT_ID() of 0 for SELECT LAST_INSERT_ID()']],
    // Found anew, or not looked at.
    [mysql, 'SET @n = f(); FAIL; SET @n = (SELECT 1), @m = @n; DO @n', []],
    [mysql, 'SET @n = f(); FAIL; SELECT 1 INTO @n; DO @n', []],
    [mysql, 'SET @n = f(); FAIL; DO @m', []],
    [mysql, 'SET @n = f(); FAIL; CREATE PROCEDURE p() SELECT @n', []],
    [mysql, "SET @n = f(); FAIL; SELECT '@n'", []],
    [mysql, 'SET @n = f(); SET @n = 1; FAIL; DO @n', ['SET @n = 1']],
    [mysql, 'SET time_zone = f(); SET time_zone = "UTC"; FAIL', ['SET time_zone = "UTC"']],
    [mysql, 'INSERT INTO p VALUES (0); FAIL; INSERT INTO p VALUES (0); SELECT LAST_INSERT_ID()', []],
    [mysql, 'INSERT INTO p VALUES (0); FAIL; ALTER TABLE t ADD last_insert_id INT', []],
    [postgres, "SELECT set_config('a.b', max(n)::text, false) FROM t; FAIL", ['lost set_config(…) of 0 for FAIL']],
    [postgres, "SELECT set_config('a.b', '1', false) FROM t; FAIL", ['lost set_config(…) of 0 for FAIL']],
  ])('%#: $1', (dialect, text, expected) => {
    expect(told(text, dialect)).toEqual(expected)
  })
})

it.each([
  ['UPDATE t SET a = (@i := @i + 1)', true],
  ['INSERT INTO t SELECT @i := @i + 1', true],
  ['SELECT MAX(id) INTO @i FROM p; INSERT INTO t VALUES (@i)', false],
  ['INSERT INTO t VALUES (LAST_INSERT_ID())', true],
  ['INSERT INTO t VALUES (@i)', false],
  ['ALTER TABLE t ADD c INT', false],
])('an attempt at %s that was taken back leaves variables as they were, or does not', (text, expected) => {
  const all = statements(text, mysql)
  expect(disturbsVariables(all, 0, all.length - 1)).toBe(expected)
})

it('what is lost is told with the statement that gave it, the one that needs it, and what to do', () => {
  const place = (line: number, text: string): Place => ({ file: '7.sql', line, column: 1, text })
  const { message, remedy } = describeProblem({
    code: 'SESSION_VALUE_LOST',
    id: '7',
    name: '@id',
    n: 1,
    place: place(2, 'SET @id = LAST_INSERT_ID()'),
    neededBy: place(4, 'INSERT INTO c VALUES (@id)'),
  })
  expect(message).toBe(
    "Migration '7' is half way, and the value of @id, which its statement 2 at 7.sql:2:1 gave, went with the session that ran it. This needs it at 7.sql:4:1: INSERT INTO c VALUES (@id)",
  )
  expect(remedy).toBe(
    'What has run must stay as it is. What has not run yet may be mended: let it find the value by itself, before @id is needed.',
  )
})
