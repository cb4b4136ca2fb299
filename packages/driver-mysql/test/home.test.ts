// Owns: where the history and the evidence are looked for, whatever a migration makes of its session's database.
// Must not know: how tables are named.

import { code, Migrator, type Migration, type Script } from '@godwit/core'
import { faulty } from '@godwit/driver-conformance/faulty'
import { describeOn } from '@godwit/servers/vitest'
import { createConnection } from 'mysql2'
import { expect, onTestFinished, test } from 'vitest'
import { mysql } from '../src/index.ts'
import { driverOn } from './session.ts'

const into = (id: string, ...up: readonly string[]): Migration => ({ id, description: id, up })

describeOn('mariadb', (server) => {
  test('a migration that uses another database is recorded where the history is', async () => {
    const [own, other] = [await server.freshDatabase(), await server.freshDatabase()]
    const there = new Migrator(driverOn(other.url))
    there.addMigration(into('1', 'CREATE TABLE x (id INT)'))
    expect(await there.up()).toMatchObject({ outcome: 'migrated' })

    const here = new Migrator(driverOn(own.url))
    const database = new URL(other.url).pathname.slice(1)
    here.addMigrations([
      into('1', 'CREATE TABLE y (id INT)', `USE ${database}`, 'CREATE TABLE z (id INT)'),
      into('2', 'CREATE TABLE after (id INT)'),
    ])
    expect(await here.up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '1' }, { id: '2' }] })
    expect(await here.up()).toMatchObject({ outcome: 'up-to-date' })
    const tables = async ({ query }: typeof own): Promise<readonly unknown[]> =>
      (await query('SHOW TABLES')).flatMap((row): unknown[] => Object.values(row))
    expect(await tables(own)).toEqual(['after', 'migrations', 'migrations_lease', 'migrations_step', 'y'])
    expect(await tables(other)).toEqual(['migrations', 'migrations_lease', 'migrations_step', 'x', 'z'])
    expect(await other.query('SELECT COUNT(*) AS n FROM migrations_step')).toEqual([{ n: 1 }])
  })

  test('the history has transactions where new tables are to have none', async () => {
    const { url, query, database } = await server.freshDatabase()
    const connection = createConnection(url)
    onTestFinished(() => connection.destroy())
    await connection.promise().query('SET SESSION default_storage_engine = MyISAM')
    const migrator = new Migrator(mysql(connection))
    migrator.addMigration(into('1', 'CREATE TABLE x (id INT)'))
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    const engines =
      'SELECT table_name AS name, engine, row_format AS format FROM information_schema.tables WHERE table_schema = ? ORDER BY 1'
    const ours = { engine: 'InnoDB', format: 'Dynamic' }
    expect(await query(engines, [database])).toMatchObject([
      { name: 'migrations', ...ours },
      { name: 'migrations_lease', ...ours },
      { name: 'migrations_step', ...ours },
      { name: 'x', engine: 'MyISAM' },
    ])
  })

  const OFF = 'SET foreign_key_checks = 0'

  test.each<readonly [string, Script]>([
    ['one migration', [OFF]],
    ['a function', code('1', async ({ sql }) => void (await sql.run(OFF)))],
  ])('what %s sets is not set for the next migration', async (_what, up) => {
    const { url, query } = await server.freshDatabase()
    const migrator = new Migrator(driverOn(url))
    await query('CREATE TABLE p (id INT PRIMARY KEY)')
    await query('CREATE TABLE c (p INT REFERENCES p (id))')
    migrator.addMigrations([{ id: '1', description: 'sets', up }, into('2', 'INSERT INTO c VALUES (1)')])
    expect(await migrator.up()).toMatchObject({ outcome: 'failed', done: [{ id: '1' }], failed: { id: '2' } })
    expect(await query('SELECT * FROM c')).toEqual([])
  })

  test('a table of the same name in the database that was left is no evidence that a statement ran', async () => {
    const [own, other] = [await server.freshDatabase(), await server.freshDatabase()]
    await own.query('CREATE TABLE users (id INT)')
    const use = `USE ${new URL(other.url).pathname.slice(1)}`
    const line = into('1', use, 'CREATE TABLE users (id INT)')
    const counted = faulty(driverOn(own.url))
    const dry = new Migrator(counted, { table: 'counted' })
    dry.addMigration(into('1', use, 'CREATE TABLE others (id INT)'))
    expect(await dry.up()).toMatchObject({ outcome: 'migrated' })
    const at = counted.messages.findIndex(({ text }) => text?.startsWith('CREATE TABLE others') === true)
    expect(at).toBeGreaterThan(0)

    const broken = faulty(driverOn(own.url), { at, when: 'before', loses: 'client' })
    const cut = new Migrator(broken, { leaseMs: 500 })
    cut.addMigration(line)
    expect((await cut.up()).outcome).not.toBe('migrated')
    expect(broken.struck?.text).toBe('CREATE TABLE users (id INT)')
    const next = new Migrator(driverOn(own.url), { leaseMs: 500 })
    next.addMigration(line)
    expect(await next.up()).toMatchObject({ outcome: 'migrated' })
    expect((await other.query('SHOW TABLES')).flatMap((row): unknown[] => Object.values(row))).toEqual(['others', 'users'])
  })
})
