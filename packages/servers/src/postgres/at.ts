// Owns: databases on a PostgreSQL that runs already.
// Must not know: who started it.

import { randomBytes } from 'node:crypto'
import { Client } from 'pg'

import { connection, connectionOf, type Connection, type Database, type DatabaseServer, type Row } from '../connection.ts'

/** A server that is there, by the URL of somebody who may create databases on it. */
export function postgresAt(url: string, title = 'PostgreSQL'): DatabaseServer {
  const self = connection('postgres', connectionOf(url, 5432))
  return {
    ...self,
    title,
    query: (sql, params) => query(self, sql, params),
    createDatabase: async (): Promise<Database> => {
      const database = `godwit_${randomBytes(6).toString('hex')}`
      await query(self, `create database ${database}`)
      const there = connection('postgres', { ...self, database })
      return {
        ...there,
        query: (sql, params) => query(there, sql, params),
        drop: async () => void (await query(self, `drop database if exists ${database} with (force)`)),
      }
    },
  }
}

async function query(at: Connection, sql: string, params: readonly unknown[] = []): Promise<readonly Row[]> {
  const { host, port, user, password, database } = at
  const client = new Client({ host, port, user, password, database: database === '' ? 'postgres' : database })
  // It may be killed at any moment; the query that it has then rejects.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return (await client.query<Row>(sql, [...params])).rows
  } finally {
    await client.end()
  }
}
