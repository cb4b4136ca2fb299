// Owns: Kysely: it is given a client, and so is the driver.
// Must not know: the other handles.

import Database from 'better-sqlite3'
import { Migrator } from '@godwit/core'
import { betterSqlite3 } from '@godwit/driver-better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { books } from './line.ts'

export async function withKysely(file: string): Promise<readonly string[]> {
  const client = new Database(file)
  const db = new Kysely<{ books: { title: string } }>({ dialect: new SqliteDialect({ database: client }) })
  await new Migrator(betterSqlite3(client), books).migrate()
  await db.insertInto('books').values({ title: 'through Kysely' }).execute()
  const rows = await db.selectFrom('books').select('title').execute()
  await db.destroy()
  return rows.map(({ title }) => title)
}
