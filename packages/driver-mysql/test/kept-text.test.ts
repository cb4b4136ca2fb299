// Owns: that the history keeps texts as they are, whatever a script makes of the session that writes it.
// Must not know: how literals are written.

import { type Migration, Migrator } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { describe, expect, test } from 'vitest'
import { driverOn, sessionOn } from './session.ts'

const WITHOUT_ESCAPES = "SET SESSION sql_mode = CONCAT(@@sql_mode, ',NO_BACKSLASH_ESCAPES')"

function migrator(url: string, ...migrations: readonly Migration[]): Migrator {
  const made = new Migrator(driverOn(url))
  made.addMigrations(migrations)
  return made
}

describeOn('mariadb', (server) => {
  describe.each([['as the server has it'], [WITHOUT_ESCAPES], ['SET NAMES latin1']])('with the session: %s', (setting) => {
    const first = setting.startsWith('SET') ? setting : 'SELECT 1'

    test.each([
      ['-- take it back\nDROP TABLE t'],
      ["DELETE FROM t WHERE v = '\"' OR v = '\\\\';\nDROP TABLE t"],
      ["DELETE FROM t WHERE v = 'größe 🦆';\n\tDROP TABLE t"],
    ])('code without the migration takes it back by what its receipt kept: %j', async (down) => {
      const { url, query } = await server.freshDatabase()
      const migration: Migration = {
        id: '001_größe',
        description: "it's 'größe' \\ 100 %",
        up: [first, 'CREATE TABLE t (v TEXT CHARACTER SET utf8mb4)'],
        down: [down],
      }
      expect(await migrator(url, migration).up()).toMatchObject({ outcome: 'migrated' })
      expect(await query('SELECT id, description FROM migrations')).toEqual([{ id: migration.id, description: migration.description }])
      expect(await migrator(url, migration).validateMigrations()).toEqual({ isValid: true, errors: [], warnings: [] })
      expect(await migrator(url, migration).up()).toMatchObject({ outcome: 'up-to-date' })

      expect(await migrator(url).down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated', steps: [{ id: migration.id }] })
      expect(await query(`SHOW TABLES LIKE 't'`)).toEqual([])
    })

    test.each(["größe 🦆 '", "größe 🦆 \\ '", "plain \\ '"])('a value that is bound arrives as it is: %s', async (value) => {
      const session = await sessionOn((await server.freshDatabase()).url)
      await session.run('CREATE TABLE v (v VARCHAR(99) CHARACTER SET utf8mb4)')
      await session.run(first)
      await session.run('INSERT INTO v VALUES (?)', [value])
      expect((await session.run('SELECT HEX(v) AS v FROM v')).rows).toEqual([{ v: Buffer.from(value).toString('hex').toUpperCase() }])
    })
  })

  test('a way back of several megabytes is kept too', async () => {
    const { url, query } = await server.freshDatabase()
    const down = `-- ${'größe '.repeat(400_000)}\nDROP TABLE t`
    const migration: Migration = { id: '1', description: 'one', up: ['CREATE TABLE t (id INT)'], down: [down] }
    expect(await migrator(url, migration).up()).toMatchObject({ outcome: 'migrated' })
    expect(await migrator(url).down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    expect(await query(`SHOW TABLES LIKE 't'`)).toEqual([])
  })

  test.each<readonly [string, string, object]>([
    ['is no JSON', '{"script":["DROP', { code: 'RECORDED_DOWN_UNREADABLE', id: '1' }],
    ['is JSON of something else', '{"script":"DROP TABLE t"}', { code: 'RECORDED_DOWN_UNREADABLE', id: '1' }],
    [
      'has no statement in it',
      String.raw`{"script":["-- take it back\\nDROP TABLE t"]}`,
      { code: 'SCRIPT_EMPTY', id: '1', script: 'recorded down' },
    ],
  ])('a way back that %s is refused by name, and nothing is recorded', async (_, kept, problem) => {
    const { url, query } = await server.freshDatabase()
    const migration: Migration = { id: '1', description: 'one', up: ['CREATE TABLE t (id INT)'], down: ['DROP TABLE t'] }
    expect(await migrator(url, migration).up()).toMatchObject({ outcome: 'migrated' })
    await query('UPDATE migrations SET down = ?', [kept])
    expect(await migrator(url).down({ to: 'nothing' })).toMatchObject({ outcome: 'blocked', done: [], problems: [problem] })
    expect(await query('SELECT direction FROM migrations')).toEqual([{ direction: 'up' }])
    // With the code's own, nobody needs it.
    expect(await migrator(url, migration).validateMigrations()).toMatchObject({ isValid: true, warnings: [expect.stringContaining(`'1'`)] })
    expect(await migrator(url, migration).down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
  })
})
