// Owns: the clients without anything on top, as the floor and umzug's users write them.
// Must not know: migrations.

import type { Engine } from '../contestant.ts'

export interface RawClient {
  /** Runs several statements in one call. */
  exec(sql: string): Promise<void>
  all(sql: string): Promise<readonly unknown[]>
  close(): Promise<void>
}

/** How a transaction that may write begins, as text. */
export const BEGIN: { readonly [engine in Engine]: string } = {
  sqlite: 'BEGIN IMMEDIATE',
  libsql: 'BEGIN IMMEDIATE',
  sqld: 'BEGIN IMMEDIATE',
  postgres: 'BEGIN',
  mariadb: 'START TRANSACTION',
}

export async function rawClient(engine: Engine): Promise<(address: string) => Promise<RawClient>> {
  switch (engine) {
    case 'sqlite': {
      const { default: Database } = await import('better-sqlite3')
      return async (address) => {
        const database = new Database(address)
        return {
          exec: async (sql) => void database.exec(sql),
          all: async (sql) => database.prepare(sql).all(),
          close: async () => void database.close(),
        }
      }
    }
    case 'libsql':
    case 'sqld': {
      const { createClient } = await import('@libsql/client')
      return async (url) => {
        const client = createClient({ url })
        return {
          exec: (sql) => client.executeMultiple(sql),
          all: async (sql) => (await client.execute(sql)).rows,
          close: async () => client.close(),
        }
      }
    }
    case 'postgres': {
      const { default: pg } = await import('pg')
      return async (connectionString) => {
        const client = new pg.Client({ connectionString })
        await client.connect()
        return {
          exec: async (sql) => void (await client.query(sql)),
          all: async (sql) => (await client.query(sql)).rows as unknown[],
          close: () => client.end(),
        }
      }
    }
    case 'mariadb': {
      const { default: mysql } = await import('mysql2/promise')
      return async (uri) => {
        const client = await mysql.createConnection({ uri, multipleStatements: true })
        return {
          exec: async (sql) => void (await client.query(sql)),
          // What gives no rows answers with a header instead.
          all: async (sql) => [(await client.query(sql))[0]].flat().filter((row) => !('affectedRows' in row)),
          close: () => client.end(),
        }
      }
    }
    default:
      return engine satisfies never
  }
}
