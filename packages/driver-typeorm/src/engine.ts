// Owns: which types of DataSource there are a driver for, and which one carries their text.
// Must not know: how a connection is taken out of a DataSource, how it is given back.

import { sqlite, type Capabilities, type Dialect, type Driver } from '@godwit/core/driver'
import type { DataSource } from './data-source.ts'
import { refusal } from './errors.ts'

export interface Engine {
  readonly dialect: Dialect
  readonly capabilities: Capabilities
  /** `shared`: the DataSource has one connection, and all of its query runners are on it. */
  readonly connections: 'shared' | 'own'
  /** The driver of that client, over one connection that is handed to it. It is loaded when it is first needed. */
  readonly over: (connection: unknown, dataSource: DataSource) => Promise<Driver>
}

const ENGINES: Readonly<Record<string, Engine>> = {
  'better-sqlite3': {
    dialect: sqlite,
    capabilities: { ddl: 'transactional', batch: 'atomic', session: 'pinned', writers: 'one' },
    connections: 'shared',
    over: async (connection) => (await import('@godwit/driver-better-sqlite3')).betterSqlite3(connection as never),
  },
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
