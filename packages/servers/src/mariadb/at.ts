// Owns: databases on a MySQL or MariaDB that runs already.
// Must not know: who started it.

import { randomBytes } from 'node:crypto'
import { createConnection, type RowDataPacket } from 'mysql2/promise'

import { connection, connectionOf, type Connection, type Database, type DatabaseServer, type Row } from '../connection.ts'

/** A server that is there, by the URL of somebody who may create databases on it. */
export function mysqlAt(url: string, title = 'MySQL'): DatabaseServer {
  const self = connection('mysql', connectionOf(url, 3306))
  return {
    ...self,
    title,
    query: (sql, params) => query(self, sql, params),
    createDatabase: async (): Promise<Database> => {
      const database = `godwit_${randomBytes(6).toString('hex')}`
      await query(self, `create database ${database}`)
      const there = connection('mysql', { ...self, database })
      return {
        ...there,
        query: (sql, params) => query(there, sql, params),
        drop: async () => void (await query(self, `drop database if exists ${database}`)),
      }
    },
  }
}

async function query(at: Connection, sql: string, params: readonly unknown[] = []): Promise<readonly Row[]> {
  const { host, port, user, password, database } = at
  const client = await createConnection({ host, port, user, password, ...(database === '' ? {} : { database }) })
  // It may be killed at any moment; the query that it has then rejects.
  client.on('error', () => undefined)
  try {
    const [rows] = await client.query<RowDataPacket[]>(sql, [...params])
    return Array.isArray(rows) ? rows : []
  } finally {
    client.destroy()
  }
}
