// Owns: empty databases on the four engines as a user of the program names them, and what is in them, read without any of ours.
// Must not know: the program.

import { join } from 'node:path'
import { describeOn } from '@godwit/servers/vitest'
import { createClient } from '@libsql/client'
import BetterSqlite3 from 'better-sqlite3'
import { describe } from 'vitest'

export interface Place {
  /** For a flag of the program; relative to the project where it is a file. */
  readonly url: string
  readonly tables: () => Promise<readonly string[]>
  /** Rows as arrays of texts. */
  readonly rows: (sql: string) => Promise<readonly (readonly string[])[]>
}

export interface Engine {
  readonly kind: 'file' | 'server'
  /** An empty database, gone after the test. `name` and `project` are for a file, which is not made yet. */
  readonly fresh: (project: string, name: string) => Promise<Place>
}

type Records = (sql: string) => Promise<readonly object[]>

function place(url: string, names: string, records: Records): Place {
  const rows = async (sql: string): Promise<readonly (readonly string[])[]> =>
    (await records(sql)).map((row) => Object.values(row).map(String))
  return { url, rows, tables: async () => (await rows(names)).map(([name = '']) => name).toSorted() }
}

const OF_FILE = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
const OF_SCHEMA = (schema: string): string => `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ${schema}`

export function onEveryEngine(body: (engine: Engine) => void): void {
  describe('on libSQL', () => {
    body({
      kind: 'file',
      fresh: (project, name) =>
        Promise.resolve(
          place(`file:data/${name}.db`, OF_FILE, async (sql) => {
            const client = createClient({ url: `file:${join(project, 'data', `${name}.db`)}` })
            try {
              const { columns, rows } = await client.execute(sql)
              return rows.map((row) => Object.fromEntries(columns.map((column, n) => [column, row[n]])))
            } finally {
              client.close()
            }
          }),
        ),
    })
  })
  describe('on better-sqlite3', () => {
    body({
      kind: 'file',
      fresh: (project, name) =>
        Promise.resolve(
          place(`sqlite:data/${name}.db`, OF_FILE, (sql) => {
            const client = new BetterSqlite3(join(project, 'data', `${name}.db`), { fileMustExist: true })
            try {
              const statement = client.prepare<unknown[], object>(sql)
              return Promise.resolve(statement.reader ? statement.all() : (statement.run(), []))
            } finally {
              client.close()
            }
          }),
        ),
    })
  })
  describeOn('postgres-15', (server) => {
    body({
      kind: 'server',
      fresh: async () => {
        const { url, query } = await server.freshDatabase()
        return place(url, OF_SCHEMA('current_schema()'), (sql) => query(sql))
      },
    })
  })
  describeOn('mariadb', (server) => {
    body({
      kind: 'server',
      fresh: async () => {
        const { url, query } = await server.freshDatabase()
        return place(url, OF_SCHEMA('DATABASE()'), (sql) => query(sql))
      },
    })
  })
}
