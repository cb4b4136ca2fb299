// Owns: the servers by name, and whether each can be had.
// Must not know: tests.

import { debianAvailability, debianServer } from './debian-server.ts'
import { galeraAvailability } from './mariadb/galera.ts'
import { MARIADB_11, MARIADB_11_VARIABLE, MARIADB_VARIABLE, mariadbAvailability } from './mariadb/programs.ts'
import { MYSQL, MYSQL_VARIABLE } from './mysql/programs.ts'
import { pgbouncerAvailability } from './pgbouncer.ts'
import { postgresAvailability, postgresPrograms, postgresVariable, type PostgresVersion } from './postgres/programs.ts'
import { sqldAvailability } from './sqld.ts'
import { postgresUser } from './postgres/postgres.ts'
import { systemUser } from './system-user.ts'
import { ServerUnavailable, type Availability } from './unavailable.ts'

export type PostgresKind = `postgres-${PostgresVersion}`

/** Servers on which databases are made, one for many tests. */
export type SharedKind = PostgresKind | 'mariadb' | 'mariadb-11' | 'mysql'

export type Kind = SharedKind | 'galera' | 'pgbouncer' | 'sqld'

/** Whether a server of our own can be started here, and if not, why, and what changes it. Starts and fetches nothing. */
export function availability(kind: Kind): Availability {
  switch (kind) {
    case 'postgres-13':
    case 'postgres-15':
    case 'postgres-18':
      return postgresAvailability(versionOf(kind))
    case 'mariadb':
      return mariadbAvailability()
    case 'mariadb-11':
      return debianAvailability(MARIADB_11)
    case 'mysql':
      return debianAvailability(MYSQL)
    case 'galera':
      return galeraAvailability()
    case 'pgbouncer':
      return pgbouncerAvailability()
    case 'sqld':
      return sqldAvailability()
    default:
      return kind satisfies never
  }
}

/** The same, and fetches what is to be fetched, so that nothing is missing afterwards. */
export async function obtained(kind: Kind): Promise<Availability> {
  const found = availability(kind)
  if (found.state === 'unavailable') return found
  try {
    if (isPostgres(kind)) await postgresPrograms(versionOf(kind), postgresUser())
    if (kind === 'mariadb-11') await debianServer(MARIADB_11, systemUser('mysql'))
    if (kind === 'mysql') await debianServer(MYSQL, systemUser('mysql'))
    return found
  } catch (error) {
    if (error instanceof ServerUnavailable) return error.availability
    throw error
  }
}

/** The URL that the environment names to be used instead of a server of our own, and the variable's name. */
export function existing(kind: SharedKind): { readonly url: string; readonly variable: string } | undefined {
  const variable = variableOf(kind)
  const url = process.env[variable]
  return url === undefined || url === '' ? undefined : { url, variable }
}

function variableOf(kind: SharedKind): string {
  switch (kind) {
    case 'mariadb':
      return MARIADB_VARIABLE
    case 'mariadb-11':
      return MARIADB_11_VARIABLE
    case 'mysql':
      return MYSQL_VARIABLE
    default:
      return postgresVariable(versionOf(kind))
  }
}

export function versionOf(kind: PostgresKind): PostgresVersion {
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

export function isPostgres(kind: Kind): kind is PostgresKind {
  return kind.startsWith('postgres-')
}
