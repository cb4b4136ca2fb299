// Owns: the clients without anything on top, as one asks with parameters and inserts many rows.
// Must not know: which statements.

import type { Engine } from '../contestant.ts'

type Value = string | number | null

export interface AskingClient {
  all(sql: string, params: readonly Value[]): Promise<number>
  /** The same statement for each of `params`, in one transaction, prepared once where the client can. */
  insert(sql: string, params: readonly (readonly Value[])[]): Promise<void>
  exec(sql: string): Promise<void>
  close(): Promise<void>
}

/** `all` answers with the number of rows. */
export async function askingClient(engine: Engine, address: string): Promise<AskingClient> {
  switch (engine) {
    case 'sqlite': {
      const { default: Database } = await import('better-sqlite3')
      const database = new Database(address)
      return {
        all: async (sql, params) => database.prepare(sql).all(...params).length,
        insert: async (sql, params) =>
          database.transaction(() => {
            const statement = database.prepare(sql)
            for (const each of params) statement.run(...each)
          })(),
        exec: async (sql) => void database.exec(sql),
        close: async () => void database.close(),
      }
    }
    case 'libsql':
    case 'sqld': {
      const { createClient } = await import('@libsql/client')
      const client = createClient({ url: address })
      return {
        all: async (sql, params) => (await client.execute({ sql, args: [...params] })).rows.length,
        insert: async (sql, params) =>
          void (await client.batch(
            params.map((each) => ({ sql, args: [...each] })),
            'write',
          )),
        exec: (sql) => client.executeMultiple(sql),
        close: async () => client.close(),
      }
    }
    case 'postgres': {
      const { default: pg } = await import('pg')
      const client = new pg.Client({ connectionString: address })
      await client.connect()
      return {
        all: async (sql, params) => (await client.query(sql, [...params])).rows.length,
        async insert(sql, params) {
          await client.query('BEGIN')
          for (const each of params) await client.query({ name: `${sql.length}`, text: sql, values: [...each] })
          await client.query('COMMIT')
        },
        exec: async (sql) => void (await client.query(sql)),
        close: () => client.end(),
      }
    }
    case 'mariadb': {
      const { default: mysql } = await import('mysql2/promise')
      const client = await mysql.createConnection({ uri: address })
      return {
        all: async (sql, params) => [(await client.query(sql, [...params]))[0]].flat().length,
        async insert(sql, params) {
          await client.query('START TRANSACTION')
          for (const each of params) await client.execute(sql, [...each])
          await client.query('COMMIT')
        },
        exec: async (sql) => void (await client.query(sql)),
        close: () => client.end(),
      }
    }
    default:
      return engine satisfies never
  }
}
