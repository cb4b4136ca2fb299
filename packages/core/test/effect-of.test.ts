import { describe, expect, it } from 'vitest'
import { type Dialect, mysql, postgres, sqlite } from '../src/driver.ts'
import type { Effect } from '../src/model/effect.ts'
import type { Statement } from '../src/model/statement.ts'
import { effectOf } from '../src/pure/statement/effect-of.ts'
import { split } from '../src/pure/lexing/split.ts'

function statement(text: string, dialect: Dialect): Statement {
  const splitting = split(text, dialect.lexis)
  const [one, ...others] = splitting.ok ? splitting.statements : []
  if (one === undefined || others.length > 0) throw new Error(`not one statement: ${text}`)
  return one
}

/** `+ column s.t.c`, `- index t.i`; `?` where the words do not tell, `again` where a second time does no harm. */
function told(text: string, dialect: Dialect): string {
  const { effect, repeat } = effectOf(statement(text, dialect), dialect.family)
  return `${effect === undefined ? '?' : written(effect)}${repeat === 'harmless' ? ' again' : ''}`
}

function written({ change, object }: Effect): string {
  const table = 'table' in object ? object.table : undefined
  const label = object.kind === 'label' ? object.label : undefined
  return `${change === 'appears' ? '+' : '-'} ${object.kind} ${[object.schema, table, object.name, label].filter((part) => part !== undefined).join('.')}`
}

const rows: readonly (readonly [Dialect, string, string])[] = [
  [mysql, 'CREATE TABLE `a``b` (c INT)', '+ relation a`b'],
  [mysql, 'CREATE TABLE db.t (c INT)', '+ relation db.t'],
  [mysql, 'CREATE TABLE IF NOT EXISTS t (c INT)', '+ relation t again'],
  [mysql, '/*!40101 CREATE TABLE t (c INT) */', '+ relation t'],
  [mysql, 'CREATE TEMPORARY TABLE t (c INT)', '?'],
  [mysql, 'CREATE TABLE t AS (SELECT 1)', '?'],
  [mysql, 'CREATE TABLE t LIKE u', '+ relation t'],
  [mysql, 'CREATE OR REPLACE TABLE t (c INT)', '?'],
  [mysql, 'CREATE OR REPLACE VIEW v AS SELECT 1', '? again'],
  [mysql, 'CREATE VIEW v AS SELECT 1', '+ relation v'],
  [mysql, 'CREATE DEFINER=`root`@`localhost` SQL SECURITY INVOKER VIEW v AS SELECT 1', '+ relation v'],
  [mysql, 'CREATE ALGORITHM=MERGE VIEW v AS SELECT 1', '+ relation v'],
  [mysql, 'CREATE UNIQUE INDEX i USING BTREE ON db.t (a)', '+ index db.t.i'],
  [mysql, 'CREATE FULLTEXT INDEX i ON t (a)', '+ index t.i'],
  [mysql, 'CREATE DEFINER = CURRENT_USER TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1', '+ trigger t.g'],
  [mysql, 'CREATE PROCEDURE p() SELECT 1', '+ routine p'],
  [mysql, 'CREATE AGGREGATE FUNCTION f RETURNS REAL SONAME "x.so"', '+ routine f'],
  [mysql, 'CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1', '+ event e'],
  // Gone by itself once it has run, and run again when it is made again.
  [mysql, 'CREATE EVENT e ON SCHEDULE AT CURRENT_TIMESTAMP DO SELECT 1', '?'],
  [mysql, 'CREATE EVENT IF NOT EXISTS e ON SCHEDULE AT NOW() DO CREATE EVENT f ON SCHEDULE EVERY 1 DAY DO SELECT 1', '?'],
  [mysql, "CREATE EVENT e ON SCHEDULE EVERY 1 DAY ENDS '2027-01-01' DO SELECT 1", '?'],
  [mysql, 'CREATE OR REPLACE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1', '?'],
  [mysql, 'CREATE DEFINER=u EVENT IF NOT EXISTS e ON SCHEDULE EVERY 1 DAY DO SELECT 1', '+ event e again'],
  [mysql, 'CREATE DATABASE d', '+ schema d'],
  [mysql, 'CREATE USER u', '?'],
  [mysql, 'DROP TABLE t', '- relation t'],
  [mysql, 'DROP TABLE t, u', '?'],
  [mysql, 'DROP TABLE IF EXISTS t, u', '? again'],
  [mysql, 'DROP INDEX i ON t', '- index t.i'],
  [mysql, 'DROP TRIGGER g', '- trigger g'],
  [mysql, 'DROP TEMPORARY TABLE t', '?'],
  [mysql, 'RENAME TABLE a TO b', '+ relation b'],
  [mysql, 'RENAME TABLE a TO b, c TO d', '?'],
  [mysql, 'ALTER TABLE t ADD COLUMN c INT', '+ column t.c'],
  [mysql, 'ALTER TABLE t ADD c INT AFTER b', '+ column t.c'],
  [mysql, 'ALTER TABLE t ADD COLUMN IF NOT EXISTS c INT', '+ column t.c again'],
  [mysql, 'ALTER ONLINE TABLE t ADD COLUMN (c INT, d INT)', '?'],
  [mysql, 'ALTER TABLE t ADD (c INT)', '?'],
  [mysql, 'ALTER TABLE t MODIFY c BIGINT, ADD INDEX i (c, d), ENGINE=InnoDB', '+ index t.i'],
  [mysql, 'ALTER TABLE t MODIFY c BIGINT, ENGINE=InnoDB', '? again'],
  [mysql, 'ALTER TABLE t ADD INDEX (c)', '?'],
  [mysql, 'ALTER TABLE t ADD INDEX USING HASH (c)', '?'],
  [mysql, 'ALTER TABLE t ADD UNIQUE u (c)', '+ index t.u'],
  [mysql, 'ALTER TABLE t ADD UNIQUE KEY u (c)', '+ index t.u'],
  [mysql, 'ALTER TABLE t ADD PRIMARY KEY (c)', '+ index t.PRIMARY'],
  [mysql, 'ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u (a)', '+ constraint t.f'],
  [mysql, 'ALTER TABLE t ADD CONSTRAINT f UNIQUE i (a)', '?'],
  [mysql, 'ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u (a)', '?'],
  [mysql, 'ALTER TABLE t ADD CONSTRAINT FOREIGN KEY (a) REFERENCES u (a)', '?'],
  [mysql, 'ALTER TABLE t ADD CONSTRAINT `foreign` FOREIGN KEY (a) REFERENCES u (a)', '+ constraint t.foreign'],
  [mysql, 'ALTER TABLE t ADD CONSTRAINT CHECK (a > 0)', '?'],
  [mysql, 'ALTER TABLE t ADD CONSTRAINT UNIQUE (a)', '?'],
  [mysql, 'ALTER TABLE t ADD CONSTRAINT UNIQUE KEY u (a)', '+ index t.u'],
  [mysql, 'ALTER TABLE t ADD CONSTRAINT PRIMARY KEY (a)', '+ index t.PRIMARY'],
  [mysql, 'ALTER TABLE t ADD PARTITION (PARTITION p1 VALUES LESS THAN (1))', '?'],
  [mysql, 'ALTER TABLE t DROP COLUMN c', '- column t.c'],
  [mysql, 'ALTER TABLE t DROP FOREIGN KEY f', '- constraint t.f'],
  [mysql, 'ALTER TABLE t DROP INDEX IF EXISTS i', '- index t.i again'],
  // There before and there after: nothing shows it.
  [mysql, 'ALTER TABLE t DROP INDEX i, ADD INDEX I (a)', '?'],
  [mysql, 'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (b)', '?'],
  [mysql, 'ALTER TABLE t DROP COLUMN c, ADD COLUMN c TEXT', '?'],
  [mysql, 'ALTER TABLE t DROP INDEX i, ADD UNIQUE i (a), ADD COLUMN z INT', '+ column t.z'],
  [mysql, 'ALTER TABLE t ADD COLUMN a INT, CHANGE a b INT', '+ column t.b'],
  [mysql, 'ALTER TABLE t ADD INDEX i (a), RENAME INDEX i TO j', '+ index t.j'],
  // Perhaps there before, so that nothing shows whether the rest has run.
  [mysql, 'ALTER TABLE t ADD COLUMN IF NOT EXISTS a INT, ADD INDEX (b)', '?'],
  [mysql, 'ALTER TABLE t ADD COLUMN IF NOT EXISTS a INT, ADD INDEX i (b)', '+ index t.i'],
  [mysql, 'ALTER TABLE t ADD COLUMN IF NOT EXISTS a INT, MODIFY b TEXT', '+ column t.a again'],
  [mysql, 'ALTER TABLE t CHANGE COLUMN IF EXISTS a b INT, ADD INDEX (c)', '?'],
  [mysql, 'ALTER TABLE t RENAME COLUMN IF EXISTS a TO b, ADD INDEX (c)', '?'],
  [mysql, 'ALTER TABLE t RENAME COLUMN a TO b', '+ column t.b'],
  [mysql, 'ALTER TABLE t RENAME COLUMN a TO b, RENAME COLUMN b TO a', '?'],
  [mysql, 'ALTER TABLE t CHANGE a b INT, CHANGE b a INT', '?'],
  [mysql, 'ALTER TABLE t CHANGE a b INT', '+ column t.b'],
  [mysql, 'ALTER TABLE t CHANGE a a BIGINT', '? again'],
  [mysql, 'ALTER TABLE t RENAME INDEX i TO j', '+ index t.j'],
  [mysql, 'ALTER TABLE db.t RENAME TO u', '+ relation db.u'],
  [mysql, 'ALTER TABLE t RENAME u, ADD COLUMN c INT', '+ relation u'],
  [mysql, 'ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4', '? again'],
  [mysql, 'ALTER TABLE t CONVERT PARTITION p TO TABLE u', '?'],
  [mysql, 'TRUNCATE TABLE t', '?'],
  [mysql, 'ANALYZE TABLE t', '? again'],
  [mysql, 'CALL p()', '?'],
  [mysql, 'ANALYZE NO_WRITE_TO_BINLOG TABLE t', '? again'],
  [mysql, 'ANALYZE UPDATE t SET a = 1', '?'],
  [mysql, 'ANALYZE FORMAT=JSON SELECT f()', '?'],
  [mysql, 'EXPLAIN UPDATE t SET a = 1', '? again'],
  [mysql, 'EXPLAIN ANALYZE UPDATE t, u SET a = 1', '?'],
  [mysql, 'EXPLAIN FORMAT=TREE ANALYZE SELECT f()', '?'],
  [mysql, "SET NAMES 'utf8mb4'", '? again'],
  [mysql, 'SET STATEMENT max_statement_time = 60 FOR INSERT INTO t VALUES (1)', '?'],
  [mysql, 'SET STATEMENT max_statement_time = 60, a = (SELECT 1 FOR UPDATE) FOR CREATE INDEX i ON t (a)', '+ index t.i'],
  [mysql, 'SET STATEMENT max_statement_time = 60 FOR SHOW TABLES', '? again'],
  [mysql, 'SET SESSION sql_mode = CONCAT(@@sql_mode, ",ANSI"), GLOBAL general_log = 1', '?'],
  [mysql, "SET sql_mode = CONCAT(@@sql_mode, ',ANSI'), @a = @b + 1", '? again'],
  [mysql, '/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE=ANSI */', '? again'],
  [mysql, 'SET GLOBAL max_connections = 500', '? again'],
  [mysql, 'SET GLOBAL max_connections = @@max_connections + 1', '?'],
  [mysql, 'SET @@GLOBAL.max_connections = @@GLOBAL.max_connections + 1', '?'],
  [mysql, 'SET @id = LAST_INSERT_ID()', '?'],
  [mysql, 'SET @id = @@identity', '?'],
  [mysql, 'SET @n = (SELECT COUNT(*) FROM t)', '?'],
  [mysql, 'SET @n = f()', '?'],
  [mysql, "SET PASSWORD FOR u = 'x'", '? again'],
  [mysql, 'SET PASSWORD FOR u TO RANDOM', '?'],
  [mysql, "SET PASSWORD = 'x' RETAIN CURRENT PASSWORD", '?'],
  [mysql, 'SET DEFAULT ROLE r TO u', '? again'],
  [mysql, 'RESET MASTER', '?'],
  [postgres, 'CREATE TABLE T (c int)', '+ relation t'],
  [postgres, 'CREATE TABLE "T"."A""b" (c int)', '+ relation T.A"b'],
  [postgres, 'CREATE UNLOGGED TABLE t (c int)', '+ relation t'],
  [postgres, 'CREATE TEMP TABLE t (c int)', '?'],
  [postgres, 'CREATE TABLE U&"d\\0061t" (c int)', '?'],
  [postgres, 'CREATE UNIQUE INDEX CONCURRENTLY i ON s.t (a)', '+ index s.i'],
  [postgres, 'CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON ONLY t USING gin (a)', '+ index i again'],
  [postgres, 'CREATE INDEX CONCURRENTLY ON t (a)', '?'],
  [postgres, 'DROP INDEX CONCURRENTLY s.i', '- index s.i'],
  [postgres, 'CREATE MATERIALIZED VIEW v AS SELECT 1', '+ relation v'],
  [postgres, 'CREATE TRIGGER g AFTER UPDATE OF a ON s.t EXECUTE FUNCTION f()', '+ trigger s.t.g'],
  [postgres, 'CREATE DATABASE d', '+ database d'],
  [postgres, 'CREATE SCHEMA AUTHORIZATION joe', '?'],
  [postgres, "ALTER TYPE mood ADD VALUE 'it''s' BEFORE 'x'", "+ label mood.it's"],
  [postgres, "ALTER TYPE s.mood ADD VALUE IF NOT EXISTS 'y'", '+ label s.mood.y again'],
  [postgres, 'ALTER TABLE ONLY t ADD CONSTRAINT k UNIQUE USING INDEX i', '+ constraint t.k'],
  [postgres, 'ALTER TABLE t RENAME a TO b', '+ column t.b'],
  [postgres, 'ALTER TABLE t RENAME CONSTRAINT a TO b', '+ constraint t.b'],
  [postgres, 'ALTER TABLE t ALTER COLUMN a TYPE bigint', '? again'],
  [postgres, 'ALTER TABLE t ALTER COLUMN a TYPE bigint USING a::bigint', '?'],
  [postgres, 'ALTER TABLE t ALTER a ADD GENERATED ALWAYS AS IDENTITY', '?'],
  [postgres, 'ALTER TABLE t VALIDATE CONSTRAINT k', '? again'],
  [postgres, 'ALTER TABLE t SET SCHEMA s', '?'],
  [postgres, 'ALTER TABLE t DETACH PARTITION p CONCURRENTLY', '?'],
  [postgres, 'ALTER INDEX i RENAME TO j', '+ index j'],
  [postgres, 'EXPLAIN ANALYZE INSERT INTO t VALUES (1)', '?'],
  [postgres, 'EXPLAIN (BUFFERS, ANALYSE) SELECT f()', '?'],
  [postgres, 'EXPLAIN (BUFFERS) DELETE FROM t', '? again'],
  [postgres, 'EXPLAIN VERBOSE SELECT analyze FROM t', '? again'],
  [postgres, 'ANALYZE t', '? again'],
  [postgres, 'SET search_path = a', '? again'],
  [postgres, 'RESET ROLE', '? again'],
  [postgres, 'REINDEX INDEX CONCURRENTLY i', '? again'],
  [postgres, 'VACUUM FULL t', '? again'],
  [postgres, 'REVOKE ALL ON t FROM joe', '?'],
  [sqlite, 'CREATE TABLE [a b] (c)', '+ relation a b'],
  [sqlite, 'CREATE VIRTUAL TABLE f USING fts5(a)', '+ relation f'],
  [sqlite, 'CREATE UNIQUE INDEX main.i ON t (a)', '+ index main.i'],
  [sqlite, 'CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END', '+ trigger g'],
  [sqlite, 'ALTER TABLE t RENAME a TO b', '+ column t.b'],
  [sqlite, 'DROP VIEW IF EXISTS v', '- relation v again'],
  [sqlite, 'PRAGMA user_version = 3', '? again'],
]

describe('what a statement makes appear or vanish', () => {
  it.each(rows)('%#: $1', (dialect, text, expected) => {
    expect(told(text, dialect)).toBe(expected)
  })

  it('is told the same whatever stands around the words', () => {
    expect(told('create /* a */ table\n\tt (c int) -- b', postgres)).toBe('+ relation t')
  })
})
