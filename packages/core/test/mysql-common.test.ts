// Owns: that the SQL which core writes for MySQL is not MariaDB's own.
// Must not know: a server; what a server says is the conformance suite's.

import { describe, expect, it } from 'vitest'
import { mysql } from '../src/dialect/mysql.ts'
import type { Effect } from '../src/model/effect.ts'
import type { StepBase } from '../src/model/plan.ts'
import { journalSql } from '../src/pure/journal/journal-sql.ts'
import { leaseSql } from '../src/pure/journal/lease-sql.ts'
import { stepSql } from '../src/pure/journal/step-sql.ts'
import { tables } from '../src/pure/journal/tables.ts'
import { DriverError } from '../src/driver.ts'
import type { Migration } from '../src/model/migration.ts'
import { Migrator } from '../src/shell/migrator.ts'
import { mariadbOnly } from './mariadb-only.ts'
import { isHistoryRead, scriptedDriver } from './scripted-driver.ts'

const names = tables({ table: 'migrations' })
const step: StepBase = {
  line: 'app',
  id: '0001',
  description: 'it',
  direction: 'up',
  seq: 1,
  ordinal: 1,
  checksum: 'a:0',
  rawChecksum: 'b:0',
  recordedDown: '{}',
}
const effect: Effect = { change: 'appears', object: { kind: 'index', schema: undefined, table: 't', name: 'i' } }
const row = {
  n: 0,
  name: '',
  checksum: 'c',
  state: 'open',
  session: '7@a',
  run: 'r',
  intent: { kind: 'statement', text: 'x', place: undefined, effect, repeat: 'unknown' },
} as unknown as Parameters<ReturnType<typeof stepSql>['record']>[1]

/** Every text of a value whose members are texts or make them. */
function written(): readonly string[] {
  const journal = journalSql(mysql, names, ['agents'])
  const lease = leaseSql(mysql, names, 'app')
  const steps = stepSql(mysql, names, ['agents'])
  return [
    ...journal.create,
    journal.read,
    journal.readSteps,
    journal.readDowns('app'),
    journal.readRequires,
    journal.receipt(step, 'r'),
    journal.conclude(step, 'r', 1, 2),
    journal.concludeInside(step, 'r', 1),
    journal.keep('app', 1) ?? '',
    journal.finish(step),
    ...lease.acquire('r', '7', 1),
    lease.read,
    lease.renew(1, 1),
    lease.halt(1),
    lease.release(1),
    steps.record(step, { ...row, n: 1 }, 1, 'before'),
    steps.recordInside(step, row, 1, 'anything'),
    steps.keep(step, 1, 1, 'before') ?? '',
    steps.close(step, 0, 1),
    steps.withdraw(step, 0, 1),
    steps.unbegin(step, 0, 1),
    steps.begin(step, 0, 1),
    steps.complete(step, 0, '1'),
    steps.read(step),
    mysql.columns('t'),
    mysql.columns('t', 's'),
    mysql.createSchema?.('s') ?? '',
    mysql.probe(effect, 'found') ?? '',
    mysql.sessions?.running('7:me@a', '2026-01-01T00:00:00.000Z') ?? '',
    mysql.sessions?.running('7', '2026-01-01T00:00:00.000Z') ?? '',
    mysql.sessions?.cancel('7:me', '2026-01-01T00:00:00.000Z') ?? '',
  ]
}

describe('what core writes for MySQL', () => {
  it('has no form that MySQL 8 refuses', () => {
    for (const text of written()) expect({ text, forms: mariadbOnly(text) }).toEqual({ text, forms: [] })
  })

  it('has none in a first run either, beside what the migrations say', async () => {
    const missing = new DriverError({ reason: 'missing-object', outcome: 'not-applied', message: 'no such table' })
    const driver = scriptedDriver({
      dialect: mysql,
      capabilities: { ddl: 'autocommit', batch: 'ordered', writers: 'many' },
      // Something is there, so that it is asked what.
      answer: (text) => (isHistoryRead(text) ? missing : text.includes(' AS is_empty') ? [{ is_empty: 0 }] : undefined),
    })
    const migrator = new Migrator(driver, { waitMs: 1 })
    const load = (): Promise<Migration> => Promise.resolve({ id: '1', description: '1', up: ['CREATE TABLE t (a INT)'] })
    migrator.addSources([{ kind: 'text', id: '1', description: '1', origin: '1.sql', load }])
    await migrator.up()
    expect(driver.sent.length).toBeGreaterThan(5)
    for (const text of driver.sent) expect({ text, forms: mariadbOnly(text) }).toEqual({ text, forms: [] })
  })
})

describe('the list of forms', () => {
  it.each([
    ['CREATE UNIQUE INDEX IF NOT EXISTS i ON t (a)', 'CREATE INDEX IF NOT EXISTS'],
    ['DROP INDEX IF EXISTS i ON t', 'DROP INDEX IF EXISTS'],
    ['ALTER TABLE t ADD COLUMN IF NOT EXISTS a INT', 'IF [NOT] EXISTS inside ALTER TABLE'],
    ['CREATE OR REPLACE TABLE t (a INT)', 'CREATE OR REPLACE TABLE and the like'],
    ["CREATE TABLE t (a LONGTEXT CHARACTER SET utf8mb4 NOT NULL DEFAULT '')", 'a literal default of TEXT, BLOB or JSON'],
    ['INSERT INTO t VALUES (1) RETURNING id', 'RETURNING'],
    ['SELECT seq FROM seq_1_to_10', 'sequences'],
    ['CREATE TABLE t (a UUID)', 'the types UUID and INET6'],
    ["EXECUTE IMMEDIATE 'SELECT 1'", 'EXECUTE IMMEDIATE'],
    ['SELECT 1 MINUS SELECT 2', 'MINUS'],
    ['SELECT 1 AS empty', 'a reserved word as a name'],
    ['SELECT h.rank FROM h', 'a reserved word as a name'],
    ['CREATE TABLE t (a INT, `system` INT, groups INT)', 'a reserved word as a name'],
    ['DELETE FROM t WHERE id = (SELECT MAX(id) FROM t)', 'a change of a table that its own condition reads'],
    ['UPDATE `t` SET a = (SELECT 1 FROM `t`)', 'a change of a table that its own condition reads'],
  ])('finds %s', (text, form) => {
    expect(mariadbOnly(text)).toContain(form)
  })

  it.each([
    "CREATE TABLE IF NOT EXISTS t (a LONGTEXT NOT NULL DEFAULT (''), b JSON DEFAULT NULL)",
    'CREATE OR REPLACE ALGORITHM = MERGE SQL SECURITY INVOKER VIEW v AS SELECT 1',
    'DELETE FROM t WHERE id = (SELECT MAX(id) FROM t2)',
    "INSERT INTO t VALUES ('CREATE OR REPLACE TABLE', UUID())",
    'DROP TABLE IF EXISTS t',
    'SELECT DATABASE() AS home, RANK() OVER (ORDER BY `rank`) AS place, `of` FROM t',
  ])('leaves alone %s', (text) => {
    expect(mariadbOnly(text)).toEqual([])
  })
})
