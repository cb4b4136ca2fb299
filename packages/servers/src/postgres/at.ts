// Owns: databases on a PostgreSQL that runs already.
// Must not know: who started it.

import { Client } from 'pg'
import type { Connection, DatabaseServer, Row } from '../connection.ts'
import { serverAt } from '../server-at.ts'

/** A server that is there, by the URL of somebody who may create databases on it. */
export function postgresAt(url: string, title = 'PostgreSQL'): DatabaseServer {
  return serverAt(url, title, {
    scheme: 'postgres',
    port: 5432,
    query,
    drop: (database) => `drop database if exists ${database} with (force)`,
  })
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
