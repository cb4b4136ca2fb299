// Owns: Drizzle: its handle has the client in `$client`.
// Must not know: the other handles.

import { Migrator, type Driver } from '@godwit/core'
import { libsql } from '@godwit/driver-libsql'
import { mysql } from '@godwit/driver-mysql'
import { pg } from '@godwit/driver-pg'
import { drizzle as drizzleLibsql } from 'drizzle-orm/libsql'
import { mysqlTable, text as mysqlText } from 'drizzle-orm/mysql-core'
import { drizzle as drizzleMysql2 } from 'drizzle-orm/mysql2'
import { drizzle as drizzlePg } from 'drizzle-orm/node-postgres'
import { pgTable, text as pgText } from 'drizzle-orm/pg-core'
import { sqliteTable, text as sqliteText } from 'drizzle-orm/sqlite-core'
import { books } from './line.ts'

const title = 'through Drizzle'

export async function drizzleOnLibsql(file: string): Promise<readonly string[]> {
  const table = sqliteTable('books', { title: sqliteText().notNull() })
  const db = drizzleLibsql({ connection: { url: `file:${file}` } })
  await migrate(libsql(db.$client))
  await db.insert(table).values({ title })
  const rows = await db.select().from(table)
  db.$client.close()
  return rows.map((row) => row.title)
}

export async function drizzleOnPostgres(url: string): Promise<readonly string[]> {
  const table = pgTable('books', { title: pgText().notNull() })
  const db = drizzlePg(url)
  await migrate(pg(db.$client))
  await db.insert(table).values({ title })
  const rows = await db.select().from(table)
  await db.$client.end()
  return rows.map((row) => row.title)
}

export async function drizzleOnMariadb(url: string): Promise<readonly string[]> {
  const table = mysqlTable('books', { title: mysqlText().notNull() })
  const db = drizzleMysql2(url)
  await migrate(mysql(db.$client))
  await db.insert(table).values({ title })
  const rows = await db.select().from(table)
  await db.$client.promise().end()
  return rows.map((row) => row.title)
}

async function migrate(driver: Driver): Promise<void> {
  const migrator = new Migrator(driver, books)
  await migrator.migrate()
  await migrator.close()
}
