// Owns: what is asked about the names of a database in which a folder's line is new, and how often.
// Must not know: which other tools there are.

import { Migrator, type MigrationSource } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { mysql } from '../src/index.ts'

const script = (id: string, ...up: readonly string[]): MigrationSource => {
  const origin = `migrations/${id}.sql`
  return { kind: 'text', id, description: id, origin, load: () => Promise.resolve({ id, description: id, up }) }
}

function folderOn(url: string, ...sources: readonly MigrationSource[]): Migrator {
  const driver = mysql(url)
  onTestFinished(() => driver.close())
  const migrator = new Migrator(driver)
  migrator.addSources(sources)
  return migrator
}

describeOn(['mariadb', 'mariadb-11', 'mysql'], (server) => {
  test('an empty database costs a folder no more than migrations in code, which were never another tool’s', async () => {
    const trips = async (fill: (migrator: Migrator) => void): Promise<number> => {
      const migrator = folderOn((await server.freshDatabase()).url)
      fill(migrator)
      return (await migrator.up()).roundTrips
    }
    const up = ['CREATE TABLE a (id int)']
    const code = await trips((migrator) => migrator.addMigration({ id: '1', description: '1', up }))
    expect(await trips((migrator) => migrator.addSources([script('1', ...up)]))).toBe(code)
  })

  test.each([
    ['a table', 'CREATE TABLE a (id int)', 'CREATE TABLE a (id int)'],
    ['an event', 'CREATE EVENT a ON SCHEDULE EVERY 1 DAY DO SELECT 1', 'CREATE EVENT a ON SCHEDULE EVERY 1 DAY DO SELECT 1'],
  ])('%s of that name is named before anything is written', async (_what, there, statement) => {
    const { url, query } = await server.freshDatabase()
    await query(there)
    expect(await folderOn(url, script('1', statement)).up()).toMatchObject({
      outcome: 'blocked',
      problems: [{ code: 'NAME_TAKEN', id: '1' }],
    })
  })

  test('where the database is empty, a table in another one is looked at all the same', async () => {
    const other = await server.freshDatabase()
    await other.query('CREATE TABLE a (id int)')
    const { url, query } = await server.freshDatabase()
    const report = await folderOn(url, script('1', `CREATE TABLE ${new URL(other.url).pathname.slice(1)}.a (id int)`)).up()
    expect(report).toMatchObject({ outcome: 'blocked', problems: [{ code: 'NAME_TAKEN', id: '1' }] })
    expect(await query('SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()')).toEqual([])
  })
})
