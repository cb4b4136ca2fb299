// Owns: a migration that works under another role or user, and whose the history and the next migration are all the same.
// Must not know: how a connection is given to the next migration.

import { code, Migrator, type Migration, type Script } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { pg } from '../src/index.ts'

const into = (id: string, up: Script, transaction: 'auto' | 'forbidden' = 'auto'): Migration => ({ id, description: id, up, transaction })

describeOn('postgres-15', (server) => {
  /** A database in which `role` may make tables, and not look at those of others. */
  async function withRole(name: string) {
    const database = await server.freshDatabase()
    const role = `roles_${process.pid}_${name}`
    await database.query(`CREATE ROLE ${role}`)
    await database.query(`GRANT CREATE, USAGE ON SCHEMA public TO ${role}`)
    onTestFinished(async () => {
      await database.query(`DROP OWNED BY ${role}`)
      await database.query(`DROP ROLE ${role}`)
    })
    const migrator = (url: string, migrations: readonly Migration[]): Migrator => {
      const driver = pg(url)
      onTestFinished(() => driver.close())
      const made = new Migrator(driver)
      made.addMigrations(migrations)
      return made
    }
    const owners = (): Promise<readonly unknown[]> =>
      database.query(
        "SELECT tablename AS t, tableowner AS o FROM pg_tables WHERE schemaname = 'public' AND tablename IN ('y', 'z') ORDER BY 1",
      )
    return { ...database, role, migrator, owners }
  }

  test.each(['SET ROLE', 'SET LOCAL ROLE', 'SET SESSION AUTHORIZATION', 'SET LOCAL SESSION AUTHORIZATION'])(
    'a migration that says %s is recorded, and the next one is whoever logged in',
    async (set) => {
      const { url, role, migrator, owners, query } = await withRole(set.replaceAll(' ', '_').toLowerCase())
      const line = [into('1', [`${set} ${role}`, 'CREATE TABLE y (n int)']), into('2', ['CREATE TABLE z (n int)'])]
      expect(await migrator(url, line).up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '1' }, { id: '2' }] })
      const [own] = await query('SELECT current_user AS o')
      expect(await owners()).toEqual([
        { t: 'y', o: role },
        { t: 'z', ...own },
      ])
    },
  )

  test.each(['SET ROLE', 'SET SESSION AUTHORIZATION'])('so is a function that says %s', async (set) => {
    const { url, role, migrator, owners } = await withRole(`f_${set.replaceAll(' ', '_').toLowerCase()}`)
    const up = code('1', async ({ sql }) => {
      await sql.run(`${set} ${role}`)
      await sql.run('CREATE TABLE y (n int)')
    })
    expect(await migrator(url, [into('1', up)]).up()).toMatchObject({ outcome: 'migrated' })
    expect(await owners()).toEqual([{ t: 'y', o: role }])
  })

  test.each([
    ['SET ROLE', 'RESET ROLE'],
    ['SET SESSION AUTHORIZATION', 'RESET SESSION AUTHORIZATION'],
  ])('and one whose statements are recorded one by one, also where it is gone on with (%s)', async (set, reset) => {
    const { url, role, migrator, owners, query } = await withRole(`j_${set.replaceAll(' ', '_').toLowerCase()}`)
    const up = [
      `${set} ${role}`,
      'CREATE TABLE y (n int)',
      'CREATE INDEX CONCURRENTLY i ON y (n)',
      'ALTER TABLE later ADD COLUMN c int',
      'CREATE INDEX CONCURRENTLY j ON y (n)',
      reset,
      'CREATE TABLE z (n int)',
    ]
    const line = [into('1', up)]
    expect(await migrator(url, line).up()).toMatchObject({ outcome: 'failed', failed: { transaction: 'partly committed' } })
    await query(`CREATE TABLE later (n int); ALTER TABLE later OWNER TO ${role}`)
    expect(await migrator(url, line).up()).toMatchObject({ outcome: 'migrated' })
    const [own] = await query('SELECT current_user AS o')
    expect(await owners()).toEqual([
      { t: 'y', o: role },
      { t: 'z', ...own },
    ])
    expect(await query("SELECT indexname AS i FROM pg_indexes WHERE tablename = 'y' ORDER BY 1")).toEqual([{ i: 'i' }, { i: 'j' }])
  })

  test('a role that the login brings is there for every migration, also behind one that got another connection', async () => {
    const { url, role, migrator, owners, query } = await withRole('login')
    await query(`GRANT ALL ON SCHEMA public TO ${role}`)
    const line = [into('1', ["SET TIME ZONE 'UTC'", 'CREATE TABLE y (n int)']), into('2', ['CREATE TABLE z (n int)'])]
    expect(await migrator(`${url}?options=-c%20role%3D${role}`, line).up()).toMatchObject({ outcome: 'migrated' })
    expect(await owners()).toEqual([
      { t: 'y', o: role },
      { t: 'z', o: role },
    ])
  })
})
