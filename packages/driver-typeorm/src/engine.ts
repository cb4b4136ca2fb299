// Owns: which types of DataSource there are a driver for, and which one carries their text.
// Must not know: how a connection is taken out of a DataSource, how it is given back.

import { mysql, postgres, sqlite, type Capabilities, type Dialect, type Driver, type Session } from '@godwit/core/driver'
import { autoSaved } from './auto-save.ts'
import type { DataSource } from './data-source.ts'
import { refusal } from './errors.ts'
import type { Lending } from './lending.ts'
import { mysqlPool } from './mysql-pool.ts'
import { pgPool } from './pg-pool.ts'
import { likeBetterSqlite3, type SqljsDatabase } from './sqljs.ts'

interface Facts {
  readonly dialect: Dialect
  readonly capabilities: Capabilities
}

/** The DataSource has one connection, and all of its query runners are on it. */
export interface SharedEngine extends Facts {
  readonly connections: 'shared'
  /** The client's driver, over that connection. It is loaded when it is first needed, here and below. */
  readonly over: (connection: unknown, dataSource: DataSource) => Promise<Driver>
  /** What a session does beyond that, if anything. */
  readonly dressed?: (session: Session, dataSource: DataSource) => Session
}

/** The DataSource has a pool, and a query runner takes a connection out of it. */
export interface PooledEngine extends Facts {
  readonly connections: 'pooled'
  /** The client's driver, over a pool of `limit` connections. */
  readonly over: (lending: Lending, limit: number) => Promise<Driver>
}

export type Engine = SharedEngine | PooledEngine

const SQLITE: Capabilities = { ddl: 'transactional', batch: 'atomic', session: 'pinned', writers: 'one' }

const MYSQL: Engine = {
  dialect: mysql,
  capabilities: { ddl: 'autocommit', batch: 'ordered', session: 'pinned', writers: 'many' },
  connections: 'pooled',
  over: async (lending, limit) => (await import('@godwit/driver-mysql')).mysql(mysqlPool(lending, limit)),
}

const ENGINES: Readonly<Record<string, Engine>> = {
  'better-sqlite3': {
    dialect: sqlite,
    capabilities: SQLITE,
    connections: 'shared',
    over: async (connection) => (await import('@godwit/driver-better-sqlite3')).betterSqlite3(connection as never),
  },
  sqljs: {
    dialect: sqlite,
    // With sql.js 1.13 and before, saving the database drops temporary tables and settings.
    capabilities: { ...SQLITE, session: 'stateless' },
    connections: 'shared',
    over: async (connection, dataSource) =>
      (await import('@godwit/driver-better-sqlite3')).betterSqlite3(
        likeBetterSqlite3(connection as SqljsDatabase, () => dataSource.isInitialized),
      ),
    dressed: autoSaved,
  },
  postgres: {
    dialect: postgres,
    // There may be a pooler in between, and that is found out by asking.
    capabilities: { ddl: 'transactional', batch: 'atomic', session: 'stateless', writers: 'many' },
    connections: 'pooled',
    over: async (lending, limit) => (await import('@godwit/driver-pg')).pg(pgPool(lending, limit)),
  },
  mysql: MYSQL,
  mariadb: { ...MYSQL, dialect: { ...mysql, flavor: 'mariadb' } },
}

/** Throws `DriverError` that names the type and those that are supported. */
export function engineOf(type: string): Engine {
  const engine = Object.hasOwn(ENGINES, type) ? ENGINES[type] : undefined
  if (engine !== undefined) return engine
  const instead = INSTEAD[type]
  throw refusal(
    'connection',
    `A DataSource of type '${type}' cannot be used here; these can: ${Object.keys(ENGINES).join(', ')}.${instead === undefined ? '' : ` ${instead}`}`,
  )
}

const INSTEAD: Readonly<Record<string, string>> = {
  sqlite: "TypeORM 1 has no such type any more: with type 'better-sqlite3' the same file can be used.",
}
