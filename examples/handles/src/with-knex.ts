// Owns: Knex: its pool lends a client, and wants it back.
// Must not know: the other handles.

import type { Database } from 'better-sqlite3'
import { Migrator } from '@godwit/core'
import { betterSqlite3 } from '@godwit/driver-better-sqlite3'
import knex, { type Knex } from 'knex'
import { books } from './line.ts'

export async function withKnex(file: string): Promise<readonly string[]> {
  const db = knex({ client: 'better-sqlite3', connection: { filename: file }, useNullAsDefault: true })
  const client = await borrow(db)
  try {
    await new Migrator(betterSqlite3(client), books).migrate()
  } finally {
    await giveBack(db, client)
  }
  await db('books').insert({ title: 'through Knex' })
  const rows = await db<{ title: string }>('books').select('title')
  await db.destroy()
  return rows.map(({ title }) => title)
}

/** Knex types its client as `any`. @see https://knexjs.org/guide/ */
async function borrow(db: Knex): Promise<Database> {
  return (await (db.client as { acquireConnection(): Promise<unknown> }).acquireConnection()) as Database
}

async function giveBack(db: Knex, client: Database): Promise<void> {
  await (db.client as { releaseConnection(client: Database): Promise<void> }).releaseConnection(client)
}
