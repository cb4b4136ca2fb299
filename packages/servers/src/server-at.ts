// Owns: a server that runs already, as one on which databases can be made.
// Must not know: who started it, its client.

import { randomBytes } from 'node:crypto'
import { connection, connectionOf, type Connection, type Database, type DatabaseServer, type Row } from './connection.ts'

/** What the engines do not have in common. */
export interface Engine {
  readonly scheme: Parameters<typeof connection>[0]
  readonly port: number
  /** Over a connection of its own, closed again. */
  readonly query: (at: Connection, sql: string, params?: readonly unknown[]) => Promise<readonly Row[]>
  /** The statement that removes a database, also while others are connected to it. */
  readonly drop: (database: string) => string
}

/** By the URL of somebody who may create databases on it. */
export function serverAt(url: string, title: string, { scheme, port, query, drop }: Engine): DatabaseServer {
  const self = connection(scheme, connectionOf(url, port))
  return {
    ...self,
    title,
    query: (sql, params) => query(self, sql, params),
    createDatabase: async (): Promise<Database> => {
      const database = `godwit_${randomBytes(6).toString('hex')}`
      await query(self, `create database ${database}`)
      const there = connection(scheme, { ...self, database })
      return { ...there, query: (sql, params) => query(there, sql, params), drop: async () => void (await query(self, drop(database))) }
    },
  }
}
