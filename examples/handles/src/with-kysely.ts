// Owns: Kysely: it is given a client, and so is the driver.
// Must not know: the other handles.

import Database from 'better-sqlite3'
import { Migrator, type Driver } from '@godwit/core'
import { betterSqlite3 } from '@godwit/driver-better-sqlite3'
import { mysql } from '@godwit/driver-mysql'
import { pg } from '@godwit/driver-pg'
import { Kysely, MysqlDialect, PostgresDialect, SqliteDialect } from 'kysely'
import { createPool } from 'mysql2'
import { Pool } from 'pg'
import { books } from './line.ts'

export function kyselyOnSqlite(file: string): Promise<readonly string[]> {
  const client = new Database(file)
  return used(new Kysely({ dialect: new SqliteDialect({ database: client }) }), betterSqlite3(client))
}

export function kyselyOnPostgres(url: string): Promise<readonly string[]> {
  const pool = new Pool({ connectionString: url })
  return used(new Kysely({ dialect: new PostgresDialect({ pool }) }), pg(pool))
}

export function kyselyOnMariadb(url: string): Promise<readonly string[]> {
  const pool = createPool(url)
  return used(new Kysely({ dialect: new MysqlDialect({ pool }) }), mysql(pool))
}

async function used(db: Kysely<{ books: { title: string } }>, driver: Driver): Promise<readonly string[]> {
  const migrator = new Migrator(driver, books)
  await migrator.migrate()
  await migrator.close()
  await db.insertInto('books').values({ title: 'through Kysely' }).execute()
  const rows = await db.selectFrom('books').select('title').execute()
  await db.destroy()
  return rows.map(({ title }) => title)
}
