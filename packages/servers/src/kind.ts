// Owns: the servers by name: whether each can be had, which variable names one elsewhere, how one is started.
// Must not know: tests.

import type { DatabaseServer } from './connection.ts'
import { mysqlAt } from './mariadb/at.ts'
import { MARIADB_VARIABLE, mariadbAvailability, startMariadb } from './mariadb/mariadb.ts'
import { postgresAt } from './postgres/at.ts'
import { startPostgres } from './postgres/postgres.ts'
import { postgresAvailability, postgresVariable, type PostgresVersion } from './postgres/programs.ts'
import type { Availability } from './unavailable.ts'

/** Servers on which databases are made, one for many tests. */
export type SharedKind = 'postgres-13' | 'postgres-15' | 'postgres-18' | 'mariadb'

export type Kind = SharedKind

export interface SharedServer extends DatabaseServer {
  /** Ends what was started; leaves alone what was there. */
  readonly stop: () => Promise<void>
}

/** Whether a server can be had here, and if not, why, and what changes it. Does not start or fetch anything. */
export function availability(kind: Kind): Availability {
  const variable = variableOf(kind)
  const url = named(variable)
  if (url !== undefined) return { state: 'available', title: kind, source: variable }
  switch (kind) {
    case 'postgres-13':
    case 'postgres-15':
    case 'postgres-18':
      return postgresAvailability(versionOf(kind))
    case 'mariadb':
      return mariadbAvailability()
    default:
      return kind satisfies never
  }
}

/** The server that the environment names, or one of our own. Rejects with `ServerUnavailable` when there is neither. */
export async function sharedServer(kind: SharedKind): Promise<SharedServer> {
  const variable = variableOf(kind)
  const url = named(variable)
  const title = `${kind} of ${variable}`
  switch (kind) {
    case 'postgres-13':
    case 'postgres-15':
    case 'postgres-18':
      return url === undefined ? await startPostgres({ version: versionOf(kind) }) : { ...postgresAt(url, title), stop: async () => {} }
    case 'mariadb':
      return url === undefined ? await startMariadb() : { ...mysqlAt(url, title), stop: async () => {} }
    default:
      return kind satisfies never
  }
}

/** How a test process reaches what another process started. */
export function serverAt(kind: SharedKind, url: string, title: string): DatabaseServer {
  return kind === 'mariadb' ? mysqlAt(url, title) : postgresAt(url, title)
}

function variableOf(kind: Kind): string {
  return kind === 'mariadb' ? MARIADB_VARIABLE : postgresVariable(versionOf(kind))
}

function versionOf(kind: Exclude<SharedKind, 'mariadb'>): PostgresVersion {
  switch (kind) {
    case 'postgres-13':
      return 13
    case 'postgres-15':
      return 15
    case 'postgres-18':
      return 18
    default:
      return kind satisfies never
  }
}

function named(variable: string): string | undefined {
  const url = process.env[variable]
  return url === '' ? undefined : url
}
