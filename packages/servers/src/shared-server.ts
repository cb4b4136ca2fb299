// Owns: a server for many tests: the one that the environment names, or one of our own.
// Must not know: tests.

import type { DatabaseServer } from './connection.ts'
import { existing, isPostgres, versionOf, type SharedKind } from './kind.ts'
import { mysqlAt } from './mariadb/at.ts'
import { startMariadb } from './mariadb/mariadb.ts'
import { startMysql } from './mysql/mysql.ts'
import { postgresAt } from './postgres/at.ts'
import { startPostgres } from './postgres/postgres.ts'

export interface SharedServer extends DatabaseServer {
  /** Ends what was started; leaves alone what was there. */
  readonly stop: () => Promise<void>
}

/** Rejects with `ServerUnavailable` when the environment names none and none can be started. */
export async function sharedServer(kind: SharedKind): Promise<SharedServer> {
  const there = existing(kind)
  if (there !== undefined) return { ...serverAt(kind, there.url, `${kind} of ${there.variable}`), stop: async () => {} }
  switch (kind) {
    case 'mariadb':
      return await startMariadb()
    case 'mariadb-11':
      return await startMariadb({ version: 11 })
    case 'mysql':
      return await startMysql()
    default:
      return await startPostgres({ version: versionOf(kind) })
  }
}

/** How a process reaches what another process started. */
export function serverAt(kind: SharedKind, url: string, title: string): DatabaseServer {
  return isPostgres(kind) ? postgresAt(url, title) : mysqlAt(url, title)
}
