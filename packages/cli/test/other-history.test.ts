// Owns: what a person meets whose folder was applied by another tool, on a file and on servers.
// Must not know: which tables are looked for.

import { join } from 'node:path'
import { describeOn } from '@godwit/servers/vitest'
import BetterSqlite3 from 'better-sqlite3'
import { expect, it } from 'vitest'
import { folderWith, migrate, TWO } from './spawned.ts'

const words = (tool: string, table: string): string =>
  [
    `error: ${tool} has applied migrations to this database (table '${table}'), and line 'app' is new here: its files may be the same ones. Nothing of it was run.`,
    '  database: Nothing was written.',
    '  next: Record what is there already, without running it, up to its last one: migrate baseline --to 0002_posts. If these are other migrations, say so: --other-history ignore.',
    '',
  ].join('\n')

it.each(['sqlite:app.db', 'file:app.db'])(
  'on %s: up, a dry run, plan and doctor name the tool; a baseline, or a word, lets it through',
  async (url) => {
    const folder = folderWith(TWO)
    const database = new BetterSqlite3(join(folder, 'app.db'))
    database.exec("CREATE TABLE schema_migrations (version varchar(128)); INSERT INTO schema_migrations VALUES ('0001')")
    database.close()
    for (const args of [['up'], ['up', '--dry-run'], ['plan']])
      expect(await migrate(folder, [...args, '--url', url])).toEqual(
        expect.objectContaining({ code: 2, stdout: '', stderr: words('dbmate', 'schema_migrations') }),
      )
    const { code, stdout } = await migrate(folder, ['doctor', '--url', url])
    expect({ code, stdout }).toEqual({ code: 2, stdout: expect.stringContaining('dbmate has applied migrations') as string })
    expect(await migrate(folder, ['plan', '--url', url, '--other-history', 'ignore'])).toMatchObject({ code: 0 })
    expect(await migrate(folder, ['baseline', '--yes', '--to', '0001_users', '--url', url])).toMatchObject({ code: 0 })
    expect(await migrate(folder, ['status', '--url', url])).toMatchObject({ code: 0, stdout: expect.stringContaining('pending') as string })
  },
)

describeOn('postgres-15', (server) => {
  it('the history of Drizzle is found in its schema', async () => {
    const { url, query } = await server.freshDatabase()
    await query('CREATE SCHEMA drizzle')
    await query('CREATE TABLE drizzle.__drizzle_migrations (id int, hash text, created_at bigint)')
    const folder = folderWith(TWO)
    expect(await migrate(folder, ['plan', '--url', url])).toMatchObject({ code: 0 })
    await query(`INSERT INTO drizzle.__drizzle_migrations VALUES (1, 'x', 1)`)
    expect(await migrate(folder, ['up', '--url', url])).toMatchObject({ code: 2, stderr: words('Drizzle', '__drizzle_migrations') })
  })
})

describeOn('mariadb', (server) => {
  it('the history of Sequelize is found by its name as it is written', async () => {
    const { url, query } = await server.freshDatabase()
    await query('CREATE TABLE SequelizeMeta (name varchar(255) PRIMARY KEY)')
    const folder = folderWith(TWO)
    expect(await migrate(folder, ['plan', '--url', url])).toMatchObject({ code: 0 })
    await query(`INSERT INTO SequelizeMeta VALUES ('1.js')`)
    expect(await migrate(folder, ['up', '--url', url])).toMatchObject({ code: 2, stderr: words('Sequelize or Umzug', 'SequelizeMeta') })
  })
})
