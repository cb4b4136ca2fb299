// Owns: Knex: its pool lends a client, and wants it back.
// Must not know: the other handles.

import type { Database } from 'better-sqlite3'
import { Migrator, type Driver } from '@godwit/core'
import { betterSqlite3 } from '@godwit/driver-better-sqlite3'
import { mysql } from '@godwit/driver-mysql'
import { pg } from '@godwit/driver-pg'
import knex, { type Knex } from 'knex'
import type { Connection } from 'mysql2'
import type { Client } from 'pg'
import { books } from './line.ts'

export function knexOnSqlite(filename: string): Promise<readonly string[]> {
  const db = knex({ client: 'better-sqlite3', connection: { filename }, useNullAsDefault: true })
  return used(db, (client: Database) => betterSqlite3(client))
}

export function knexOnPostgres(url: string): Promise<readonly string[]> {
  return used(knex({ client: 'pg', connection: url }), (client: Client) => pg(client))
}

export function knexOnMariadb(url: string): Promise<readonly string[]> {
  return used(knex({ client: 'mysql2', connection: url }), (client: Connection) => mysql(client))
}

/** Knex types its client as `any`: whoever names the client knows what it is. @see https://knexjs.org/guide/ */
async function used(db: Knex, driverOver: (client: never) => Driver): Promise<readonly string[]> {
  const client = await borrow(db)
  try {
    const migrator = new Migrator(driverOver(client), books)
    await migrator.migrate()
    // Before it goes back: the pool may lend it to somebody else at once.
    await migrator.close()
  } finally {
    await giveBack(db, client)
  }
  await db('books').insert({ title: 'through Knex' })
  const rows = await db<{ title: string }>('books').select('title')
  await db.destroy()
  return rows.map(({ title }) => title)
}

async function borrow(db: Knex): Promise<never> {
  return (await (db.client as { acquireConnection(): Promise<unknown> }).acquireConnection()) as never
}

async function giveBack(db: Knex, client: unknown): Promise<void> {
  await (db.client as { releaseConnection(client: unknown): Promise<void> }).releaseConnection(client)
}
