// Owns: what becomes of a statement that ran and whose record nobody closed, where the catalogue could be misread.
// Must not know: how a process comes to end there.

import { Migrator } from '@godwit/core'
import { describeOn, type TestServer } from '@godwit/servers/vitest'
import { expect, test } from 'vitest'
import { driverOn } from './session.ts'

type FreshDatabase = Awaited<ReturnType<TestServer['freshDatabase']>>

/** The last of `statements` ran, and the process ended before it could say so. Resolves to a migrator that goes on. */
async function leftOpen({ url, query }: FreshDatabase, statements: readonly string[], after: () => Promise<void>): Promise<Migrator> {
  const migrator = new Migrator(driverOn(url))
  migrator.addMigrations([{ id: '1', description: '1', up: statements }])
  expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
  await after()
  await query('DELETE FROM migrations')
  await query(`UPDATE migrations_step SET state = 'open' WHERE n = ?`, [statements.length - 1])
  return migrator
}

const nothing = (): Promise<void> => Promise.resolve()
const ofTable = (what: string, where: string): string =>
  `SELECT COUNT(*) AS n FROM information_schema.${what} WHERE table_schema = DATABASE() AND table_name = 't' AND ${where}`
const INDEXES = ofTable('statistics', 'seq_in_index = 1')
const T = 'CREATE TABLE t (a INT, b INT)'

/** What would be there twice. */
const doubled: readonly (readonly [string, readonly string[], string])[] = [
  ['an index beside a column that IF NOT EXISTS passed over', [T, 'ALTER TABLE t ADD COLUMN IF NOT EXISTS a INT, ADD INDEX (b)'], INDEXES],
  ['an index beside a column that IF EXISTS did not find', [T, 'ALTER TABLE t DROP COLUMN IF EXISTS c, ADD INDEX (b)'], INDEXES],
  ['a unique constraint without a name', [T, 'ALTER TABLE t ADD CONSTRAINT UNIQUE (a)'], INDEXES],
  [
    'a foreign key without a name',
    ['CREATE TABLE p (id INT PRIMARY KEY)', T, 'ALTER TABLE t ADD CONSTRAINT FOREIGN KEY (a) REFERENCES p (id)'],
    ofTable('table_constraints', "constraint_type = 'FOREIGN KEY'"),
  ],
]

describeOn('mariadb', (server) => {
  test.each(doubled)('%s is not made a second time: its statement is asked about', async (_, statements, counting) => {
    const fresh = await server.freshDatabase()
    const migrator = await leftOpen(fresh, statements, nothing)
    const n = statements.length - 1
    expect(await migrator.up()).toMatchObject({ outcome: 'blocked', problems: [{ code: 'STATEMENT_UNRESOLVED', id: '1', n }] })
    expect(await fresh.query(counting)).toEqual([{ n: 1 }])
    await migrator.resolve('1', n, 'took-effect')
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await fresh.query(counting)).toEqual([{ n: 1 }])
  })

  test('an event that has come and gone does not come again', async () => {
    const fresh = await server.freshDatabase()
    const { query } = fresh
    await query('SET GLOBAL event_scheduler = ON')
    const once = 'CREATE EVENT IF NOT EXISTS e ON SCHEDULE AT CURRENT_TIMESTAMP DO INSERT INTO t VALUES (1, 1)'
    const migrator = await leftOpen(fresh, [T, once], async () => {
      while ((await query('SELECT 1 FROM t')).length === 0);
      while ((await query('SELECT 1 FROM information_schema.events WHERE event_schema = DATABASE()')).length > 0);
    })
    expect(await migrator.up()).toMatchObject({ outcome: 'blocked', problems: [{ code: 'STATEMENT_UNRESOLVED', id: '1', n: 1 }] })
  })

  test('a column whose name another one had before tells nothing, and the new name of that one tells it all', async () => {
    const fresh = await server.freshDatabase()
    const migrator = await leftOpen(fresh, ['CREATE TABLE t (a INT)', 'ALTER TABLE t ADD COLUMN a INT, CHANGE a b INT'], nothing)
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await fresh.query(ofTable('columns', 'TRUE'))).toEqual([{ n: 2 }])
  })
})
