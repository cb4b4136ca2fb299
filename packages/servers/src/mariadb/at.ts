// Owns: databases on a MySQL or MariaDB that runs already.
// Must not know: who started it.

import { createConnection, type RowDataPacket } from 'mysql2/promise'
import type { Connection, DatabaseServer, Row } from '../connection.ts'
import { serverAt } from '../server-at.ts'

/** A server that is there, by the URL of somebody who may create databases on it. */
export function mysqlAt(url: string, title = 'MySQL'): DatabaseServer {
  return serverAt(url, title, { scheme: 'mysql', port: 3306, query, drop: (database) => `drop database if exists ${database}` })
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
