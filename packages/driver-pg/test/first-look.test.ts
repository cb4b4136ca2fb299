// Owns: what is asked about the names and other tools of a database in which a folder's line is new, and how often.
// Must not know: which other tools there are.

import { Migrator, type MigrationSource } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { pg } from '../src/index.ts'

const script = (id: string, ...up: readonly string[]): MigrationSource => {
  const origin = `migrations/${id}.sql`
  return { kind: 'text', id, description: id, origin, load: () => Promise.resolve({ id, description: id, up }) }
}

function folderOn(url: string, ...sources: readonly MigrationSource[]): Migrator {
  const driver = pg(url)
  onTestFinished(() => driver.close())
  const migrator = new Migrator(driver)
  migrator.addSources(sources)
  return migrator
}

describeOn('postgres-15', (server) => {
  test('an empty schema costs a folder no more than migrations in code, which were never another tool’s', async () => {
    const trips = async (fill: (migrator: Migrator) => void): Promise<number> => {
      const migrator = folderOn((await server.freshDatabase()).url)
      fill(migrator)
      return (await migrator.up()).roundTrips
    }
    const up = ['CREATE TABLE a (id integer)']
    const code = await trips((migrator) => migrator.addMigration({ id: '1', description: '1', up }))
    expect(await trips((migrator) => migrator.addSources([script('1', ...up)]))).toBe(code)
  })

  test('where the schema is empty, another tool that keeps its history in a schema of its own is seen all the same', async () => {
    const { url, query } = await server.freshDatabase()
    await query('CREATE SCHEMA drizzle')
    await query('CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)')
    await query("INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('x', 1)")
    const report = await folderOn(url, script('1', 'CREATE TABLE a (id integer)')).up()
    expect(report).toMatchObject({ outcome: 'blocked', problems: [{ code: 'OTHER_HISTORY', tool: 'Drizzle' }] })
  })

  test.each(['a table', 'a type'])('%s of that name is named before anything is written', async (what) => {
    const { url, query } = await server.freshDatabase()
    await query(what === 'a table' ? 'CREATE TABLE a (id integer)' : "CREATE TYPE a AS ENUM ('x')")
    const report = await folderOn(url, script('1', `CREATE ${what === 'a table' ? 'TABLE a (id integer)' : "TYPE a AS ENUM ('x')"}`)).up()
    expect(report).toMatchObject({ outcome: 'blocked', problems: [{ code: 'NAME_TAKEN', id: '1' }] })
  })

  test.each([
    ['a table in another schema', 'CREATE TABLE other.a (id integer)'],
    ['a schema', 'CREATE SCHEMA other'],
  ])('where the schema is empty, the name of %s is looked at all the same', async (_what, statement) => {
    const { url, query } = await server.freshDatabase()
    await query('CREATE SCHEMA other')
    if (statement !== 'CREATE SCHEMA other') await query(statement)
    const report = await folderOn(url, script('1', statement)).up()
    expect(report).toMatchObject({ outcome: 'blocked', problems: [{ code: 'NAME_TAKEN', id: '1' }] })
    expect(await query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).toEqual([])
  })
})
