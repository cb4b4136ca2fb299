// Owns: what a migration leaves on a client that cannot be replaced by another: nothing that the next one, or its owner, runs under.
// Must not know: how the driver finds out what was there before.

import { PGlite } from '@electric-sql/pglite'
import { code, Migrator, type Migration, type Script } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { pg } from '../src/index.ts'
import { clientOn } from './scratch.ts'

type Source = Parameters<typeof pg>[0]

const into = (id: string, up: Script, transaction: 'auto' | 'forbidden' = 'auto'): Migration => ({ id, description: id, up, transaction })

function migrator(source: Source, migrations: readonly Migration[]): Migrator {
  const made = new Migrator(pg(source))
  made.addMigrations(migrations)
  return made
}

const PATH = ['SET search_path TO b', 'CREATE TABLE y (id integer)']
const SCRIPTS: readonly (readonly [name: string, up: Script, transaction: 'auto' | 'forbidden'])[] = [
  ['a script', PATH, 'auto'],
  ['a script that is no transaction', PATH, 'forbidden'],
  ['a call of set_config', ["SELECT set_config('search_path', 'b', false)", 'CREATE TABLE y (id integer)'], 'auto'],
  ['a function', code('1', async ({ sql }) => void (await sql.run('SET search_path TO b'))), 'auto'],
  ['a function that hides it', code('1', async ({ sql }) => void (await sql.run(`DO 'BEGIN SET search_path TO b; END'`))), 'auto'],
]

describeOn('postgres-15', (server) => {
  test.each(SCRIPTS)('what %s sets on a client is not set for the next migration', async (_what, up, transaction) => {
    const client = await clientOn((await server.freshDatabase()).url)
    await client.query('CREATE SCHEMA b')
    const line = [into('1', up, transaction), into('2', ['CREATE TABLE z (id integer)'])]
    expect(await migrator(client, line).up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '1' }, { id: '2' }] })
    expect((await client.query("SELECT schemaname AS s FROM pg_tables WHERE tablename = 'z'")).rows).toEqual([{ s: 'public' }])
  })

  test('its owner finds his own settings on it afterwards, whatever became of the migration', async () => {
    const client = await clientOn((await server.freshDatabase()).url)
    await client.query(
      "CREATE SCHEMA a; SET search_path TO a, public; SET app.tenant = 'his'; SET lock_timeout = '7s'; SET work_mem = '5MB'",
    )
    const look = async (): Promise<unknown> => {
      const names = ['search_path', 'app.tenant', 'lock_timeout', 'work_mem', 'TimeZone', 'app.script']
      return (await client.query(`SELECT ${names.map((name) => `current_setting('${name}', true) AS "${name}"`).join(', ')}`)).rows[0]
    }
    const before = await look()
    const sets = [
      "SET search_path TO ''",
      "SET app.tenant = 'its'",
      'RESET lock_timeout',
      "SET TIME ZONE 'Asia/Tokyo'",
      "SET app.script = 'x'",
    ]
    expect((await migrator(client, [into('1', sets)]).up()).outcome).toBe('migrated')
    expect(await look()).toEqual({ ...(before as object), 'app.script': '' })
    const failing = into('2', [...sets, 'SELECT no_such_column'], 'forbidden')
    expect((await migrator(client, [into('1', sets), failing]).up()).outcome).toBe('failed')
    expect(await look()).toEqual({ ...(before as object), 'app.script': '' })
  })

  test('a temporary table hides no table from the next migration, and the owner keeps his own', async () => {
    const client = await clientOn((await server.freshDatabase()).url)
    await client.query('CREATE TABLE t (n integer); CREATE TEMP TABLE his (n integer)')
    const line = [
      into('1', ['CREATE TEMP TABLE t (n integer)', 'CREATE TEMP VIEW v AS SELECT 1 AS n']),
      into('2', ['INSERT INTO t VALUES (1)']),
    ]
    expect(await migrator(client, line).up()).toMatchObject({ outcome: 'migrated' })
    expect((await client.query('SELECT n FROM public.t')).rows).toEqual([{ n: 1 }])
    const left = "SELECT relname AS name FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relkind <> 'i'"
    expect((await client.query(left)).rows).toEqual([{ name: 'his' }])
  })

  test.each(['SET ROLE', 'SET SESSION AUTHORIZATION'])('%s is not in force for the next migration', async (set) => {
    const client = await clientOn((await server.freshDatabase()).url)
    const role = `one_client_${process.pid}_${set.length}`
    await client.query(`CREATE ROLE ${role} SUPERUSER`)
    onTestFinished(async () => {
      await client.query(
        `RESET SESSION AUTHORIZATION; RESET ROLE; REASSIGN OWNED BY ${role} TO CURRENT_USER; DROP OWNED BY ${role}; DROP ROLE ${role}`,
      )
    })
    const line = [into('1', [`${set} ${role}`, 'CREATE TABLE y (id integer)']), into('2', ['CREATE TABLE z (id integer)'])]
    const own = (await client.query<{ own: string }>('SELECT current_user AS own')).rows[0]?.own
    expect(await migrator(client, line).up()).toMatchObject({ outcome: 'migrated' })
    const owners = "SELECT tablename AS t, tableowner AS o FROM pg_tables WHERE tablename IN ('y', 'z') ORDER BY 1"
    expect((await client.query(owners)).rows).toEqual([
      { t: 'y', o: role },
      { t: 'z', o: own },
    ])
  })
})

test('what one migration sets in PGlite is not set for the next', async () => {
  const database = await PGlite.create()
  onTestFinished(() => database.close())
  await database.exec('CREATE SCHEMA b')
  const line = [into('1', PATH), into('2', ['CREATE TABLE z (id integer)'])]
  expect(await migrator(database, line).up()).toMatchObject({ outcome: 'migrated' })
  expect((await database.query("SELECT schemaname AS s FROM pg_tables WHERE tablename = 'z'")).rows).toEqual([{ s: 'public' }])
})
