// Owns: migrations that call procedures, which may do to the session and to transactions what a script may not say.
// Must not know: how core ends what they leave, or remembers what they may have done.

import { code, type Migration, Migrator, steps } from '@godwit/core'
import { describeOn, type TestServer } from '@godwit/servers/vitest'
import { createConnection } from 'mysql2/promise'
import { expect, onTestFinished, test } from 'vitest'
import { driverOn } from './session.ts'

type FreshDatabase = Awaited<ReturnType<TestServer['freshDatabase']>>

interface Scene {
  readonly migrator: Migrator
  readonly written: () => Promise<readonly unknown[]>
}

async function sceneOn({ url, query }: FreshDatabase, body: string, migrations: readonly Migration[]): Promise<Scene> {
  await query('CREATE TABLE t (a INT)')
  await query(`CREATE PROCEDURE p() BEGIN ${body}; END`)
  const migrator = new Migrator(driverOn(url))
  migrator.addMigrations(migrations)
  return { migrator, written: async () => (await query('SELECT a FROM t ORDER BY a')).map(({ a }) => a) }
}

const calling = (...up: readonly string[]): readonly Migration[] => [{ id: '1', description: 'calls', up }]

/** What they leave behind, and what calls them. */
const leaving: readonly (readonly [string, string, readonly Migration[]])[] = [
  ['autocommit off', 'SET autocommit = 0; INSERT INTO t VALUES (1); COMMIT', calling('CALL p()')],
  ['autocommit off and a row uncommitted', 'SET autocommit = 0; INSERT INTO t VALUES (1)', calling('CALL p()')],
  ['a transaction open', 'START TRANSACTION; INSERT INTO t VALUES (1)', calling('CALL p()')],
  [
    'a transaction open, by a prepared statement',
    'START TRANSACTION; INSERT INTO t VALUES (1)',
    calling(`PREPARE s FROM 'CALL p()'`, 'EXECUTE s'),
  ],
  ['autocommit off, by a compound statement', 'SELECT 1', calling('BEGIN NOT ATOMIC SET autocommit = 0; INSERT INTO t VALUES (1); END')],
  [
    'autocommit off, by a function',
    'SET autocommit = 0; INSERT INTO t VALUES (1); COMMIT',
    [{ id: '1', description: 'calls', up: code('1', async ({ sql }) => void (await sql.run('CALL p()'))) }],
  ],
  [
    'autocommit off, by a durable step',
    'SET autocommit = 0; INSERT INTO t VALUES (1); COMMIT',
    [{ id: '1', description: 'calls', up: steps('1', ({ step }) => step('one', async ({ sql }) => void (await sql.run('CALL p()')))) }],
  ],
]

describeOn('mariadb', (server) => {
  test.each(leaving)('a procedure that leaves %s: what it did and what is said of it hold', async (_, body, migrations) => {
    const { migrator, written } = await sceneOn(await server.freshDatabase(), body, migrations)
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '1', transaction: 'committed' }] })
    expect(await written()).toEqual([1])
    expect((await migrator.status()).migrations).toMatchObject([{ id: '1', state: 'applied' }])
    expect(await migrator.unresolved()).toEqual([])
  })

  test.each([
    ['a procedure', ['CALL p()'], 'SELECT a FROM t'],
    ['a compound statement', ['BEGIN NOT ATOMIC INSERT INTO t VALUES (1); INSERT INTO nowhere VALUES (1); END'], 'SELECT a FROM t'],
    [
      'a table that replaces one',
      ['CREATE TABLE u (a INT)', 'CREATE OR REPLACE TABLE u (a INT PRIMARY KEY) SELECT 1 AS a UNION ALL SELECT 1'],
      `SHOW TABLES LIKE 't'`,
    ],
    ['a DROP of several tables', ['CREATE TABLE u (a INT)', 'DROP TABLE u, nowhere'], `SHOW TABLES LIKE 't'`],
  ])('%s that fails behind what it has done is not called rolled back, and not run again unasked', async (_, up, looking) => {
    const fresh = await server.freshDatabase()
    const { migrator } = await sceneOn(fresh, 'INSERT INTO t VALUES (1); INSERT INTO nowhere VALUES (1)', calling(...up))
    const n = up.length - 1
    expect(await migrator.up()).toMatchObject({
      outcome: 'failed',
      failed: { id: '1', transaction: 'unknown' },
      error: { code: 'MIGRATION_FAILED', details: { statement: n } },
    })
    expect(await fresh.query(looking)).toHaveLength(1)
    expect(await fresh.query(`SHOW TABLES LIKE 'u'`)).toEqual([])
    expect(await migrator.up()).toMatchObject({ outcome: 'blocked', problems: [{ code: 'STATEMENT_UNRESOLVED', id: '1', n }] })
    expect(await fresh.query(looking)).toHaveLength(1)
    await migrator.resolve('1', n, 'took-effect')
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
  })

  test('a list that is kept from beginning is simply tried again', async () => {
    const fresh = await server.freshDatabase()
    const up = ['CREATE TABLE u (a INT)', 'DROP TABLE u, v']
    const { migrator } = await sceneOn(fresh, 'SELECT 1', calling(...up))
    await fresh.query('CREATE TABLE v (a INT)')
    const reader = await createConnection(fresh.url)
    onTestFinished(() => reader.end())
    await reader.query('START TRANSACTION')
    await reader.query('SELECT * FROM v')
    const waiting = `SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE 'DROP TABLE u%'`
    const report = migrator.up()
    while ((await fresh.query(waiting)).length === 0);
    while ((await fresh.query(waiting)).length > 0);
    await reader.query('ROLLBACK')
    expect(await report).toMatchObject({ outcome: 'migrated' })
  })

  test('autocommit in backquotes is autocommit', async () => {
    const { migrator } = await sceneOn(
      await server.freshDatabase(),
      'SELECT 1',
      calling('SET `autocommit` = 0', 'INSERT INTO t VALUES (1)'),
    )
    expect(await migrator.up()).toMatchObject({
      outcome: 'blocked',
      problems: [{ code: 'TRANSACTION_CONTROL', keyword: 'SET autocommit' }],
    })
  })
})
