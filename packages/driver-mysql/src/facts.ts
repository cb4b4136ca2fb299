// Owns: what is asked of a server before anything else, and what is set on connections of our own.
// Must not know: where a connection came from.

import type { Dialect, Purpose, Row } from '@godwit/core/driver'
import type { MysqlConfig } from './config.ts'
import { dialectOfServer } from './dialect.ts'
import { isDriverError } from '@godwit/core/driver'
import { refusal } from './refusal.ts'
import type { Wire } from './wire.ts'

export interface Facts {
  readonly dialect: Dialect
  /**
   * `<connection id>@<host>:<port>`: the server's number of the connection, decimal, and which server it is: the nodes of a
   * cluster number by themselves. Host and port are `@@hostname` and `@@port` of the server, not what the client dialled.
   */
  readonly id: string
  readonly sqlMode: readonly string[]
  readonly autocommit: 'on' | 'off'
  readonly database: string | undefined
  /** Bytes. */
  readonly maxPacket: number
}

/** The server's number: behind a proxy the one in the handshake is the proxy's. */
const QUESTION =
  "SELECT CONCAT(CONNECTION_ID(), '@', @@hostname, ':', @@port) AS id, VERSION() AS version, @@sql_mode AS mode, @@autocommit AS autocommit, DATABASE() AS db, @@max_allowed_packet AS packet"

/** Asks, in one round trip. Throws `DriverError` on a server that is too old. */
export async function askFacts(wire: Wire): Promise<Facts> {
  const [result] = await wire.ask(QUESTION)
  return toFacts(result?.kind === 'rows' ? result.rows[0] : undefined)
}

/** Sets up a connection of our own and asks, in one round trip where several statements go in one message. */
export async function setUp(wire: Wire, config: MysqlConfig): Promise<Facts> {
  try {
    return await settle(wire, config, 'cluster')
  } catch (error) {
    // A MariaDB that was built without Galera has no such variable.
    if (!isDriverError(error) || error.code !== 'ER_UNKNOWN_SYSTEM_VARIABLE') throw error
    return await settle(wire, config, 'alone')
  }
}

async function settle(wire: Wire, config: MysqlConfig, place: 'cluster' | 'alone'): Promise<Facts> {
  const settings = settingsFor(config, place)
  if (config.multipleStatements === 'off') {
    await wire.ask(settings)
    return await askFacts(wire)
  }
  const result = (await wire.ask(`${settings}\n;\n${QUESTION}`)).at(-1)
  return toFacts(result?.kind === 'rows' ? result.rows[0] : undefined)
}

function settingsFor({ lockTimeoutMs = 3000, charset, sqlMode }: MysqlConfig, place: 'cluster' | 'alone'): string {
  const seconds = Math.max(1, Math.ceil(lockTimeoutMs / 1000))
  const settings = [
    `autocommit = 1`,
    `SESSION time_zone = '+00:00'`,
    `SESSION lock_wait_timeout = ${seconds}`,
    `SESSION innodb_lock_wait_timeout = ${seconds}`,
  ]
  // The handshake has it already, but a server can be told not to listen.
  if (charset === undefined) settings.unshift('NAMES utf8mb4')
  if (sqlMode !== undefined) settings.push(`SESSION sql_mode = '${sqlMode.replaceAll("'", "''")}'`)
  // What was committed on one node is read on the next: by SELECT (1), UPDATE and DELETE (2), INSERT (4).
  return `SET ${settings.join(', ')}${place === 'cluster' ? ' /*M!100600 , SESSION wsrep_sync_wait = 7 */' : ''}`
}

function toFacts(row: Row | undefined): Facts {
  if (row === undefined) throw refusal('connection', 'The server did not answer what it is.')
  const { id, version, mode, autocommit, db, packet } = row
  return {
    dialect: dialectOfServer(String(version)),
    id: String(id),
    sqlMode: String(mode).split(','),
    autocommit: Number(autocommit) === 1 ? 'on' : 'off',
    database: typeof db === 'string' ? db : undefined,
    maxPacket: Number(packet),
  }
}

/** With these, the server reads quotes and backslashes in another way than the dialect says. */
const MISREAD: readonly string[] = ['ANSI_QUOTES', 'NO_BACKSLASH_ESCAPES']

/** Throws `DriverError` where writing would not do what the texts say. Reading is harmless: it is texts of core only. */
export function assertServes(purpose: Purpose, { sqlMode, autocommit, database }: Facts): void {
  if (purpose === 'read') return
  const misread = MISREAD.filter((mode) => sqlMode.includes(mode))
  if (misread.length > 0) {
    throw refusal(
      'unknown',
      `The session has sql_mode ${misread.join(' and ')}, with which strings and names would be read differently from how Godwit reads them. Nothing was changed. Give the driver a sqlMode without it (?sql_mode=… in a URL), or change the server's; a migration then writes strings in '…' and names in backquotes.`,
    )
  }
  if (autocommit === 'off') {
    throw refusal('unknown', 'The session has autocommit switched off: what is written would be lost. Nothing was changed. Hand in a connection with autocommit = 1.')
  }
  if (database === undefined) {
    throw refusal('missing-object', 'No database is chosen. Name one: as the path of the URL, or as `database`.')
  }
}
