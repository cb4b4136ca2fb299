// Owns: what has to be known of the server before a session can write, and the one question that tells it.
// Must not know: where the connection came from, what is run on it.

import { postgres, type Dialect } from '@godwit/core/driver'
import type { Connection } from './connection.ts'
import { driverError } from './errors.ts'
import { refusal } from './refusal.ts'

export interface Server {
  readonly dialect: Dialect
  /** The process that served the question. Behind a pooler the next statement may meet another. */
  readonly pid: string
  /** Whose session it is: others may not be shown what it is at. */
  readonly role: string
  /** Whether it notices, in the middle of a statement, that the client is gone. */
  readonly watches: 'client' | 'nothing'
}

/** How often the server looks whether its client is still there, milliseconds. */
export const WATCH_MS = 1000

/**
 * One round trip. Where the process that answers is `direct`, the one that the client logged in to, the connection is ours
 * alone, and the server is told for all of it to look whether we are still there. That setting came with PostgreSQL 14, and
 * not every system can do it.
 * @see https://www.postgresql.org/docs/current/runtime-config-tcp.html#GUC-CLIENT-CONNECTION-CHECK-INTERVAL
 */
export async function askServer({ channel, secrets }: Connection, direct: number | undefined): Promise<Server> {
  const capable = `current_setting('server_version_num')::int >= 140000 AND version() LIKE '%linux%'`
  const watching =
    direct === undefined
      ? 'NULL'
      : `CASE WHEN pg_backend_pid() = ${direct} AND ${capable} THEN set_config('client_connection_check_interval', '${WATCH_MS}', false) END`
  const text = `SELECT pg_backend_pid() AS pid, session_user AS role, version() AS version, ${capable} AS capable, current_setting('standard_conforming_strings') AS strings, ${watching} AS watching`
  const { rows } = await channel.query(text, []).catch((error: unknown) => {
    const failure = driverError(error, { phase: 'connecting', secrets })
    throw failure.code === '25P02' ? openTransaction() : failure
  })
  if (channel.status === 'in a transaction') throw openTransaction()
  const [row = {}] = rows
  if (row['strings'] === 'off') throw strings()
  return {
    dialect: dialectOf(String(row['version'])),
    pid: String(row['pid']),
    role: String(row['role']),
    watches: row['capable'] === true ? 'client' : 'nothing',
  }
}

/** By what the server calls itself, at the login or when it is asked. */
export function dialectOf(version: string): Dialect {
  if (/cockroach/i.test(version)) return { ...postgres, flavor: 'cockroach' }
  if (version.includes('-YB-')) return { ...postgres, flavor: 'yugabyte' }
  return postgres
}

/** Then a backslash in a literal means something else than core has read. */
export function strings(): Error {
  return refusal(
    'unknown',
    'standard_conforming_strings is off for this role or database, and statements would be read differently here and there. Switch it on: ALTER ROLE … SET standard_conforming_strings = on.',
  )
}

export function openTransaction(): Error {
  return refusal('unknown', 'The client that was handed in has an open transaction: end it first.')
}
