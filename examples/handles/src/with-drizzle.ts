// Owns: Drizzle: its handle has the client in `$client`.
// Must not know: the other handles.

import { Migrator } from '@godwit/core'
import { libsql } from '@godwit/driver-libsql'
import { drizzle } from 'drizzle-orm/libsql'
import { sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { books } from './line.ts'

const table = sqliteTable('books', { title: text().notNull() })

export async function withDrizzle(file: string): Promise<readonly string[]> {
  const db = drizzle({ connection: { url: `file:${file}` } })
  await new Migrator(libsql(db.$client), books).migrate()
  await db.insert(table).values({ title: 'through Drizzle' })
  const rows = await db.select().from(table)
  db.$client.close()
  return rows.map(({ title }) => title)
}
