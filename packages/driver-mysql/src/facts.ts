// Owns: what is asked of a server before anything else, and what is set on connections of our own.
// Must not know: where a connection came from.

import { isDriverError, type Dialect, type Purpose, type Row } from '@godwit/core/driver'
import type { MysqlConfig } from './config.ts'
import { dialectOfServer } from './dialect.ts'
import { refusal } from './refusal.ts'
import type { Result, Wire } from './wire.ts'

export interface Facts {
  readonly dialect: Dialect
  /** `<connection id>:<user>`; on a node of a Galera cluster, which numbers by itself, with `@<wsrep_node_name>` behind it. */
  readonly id: string
  /** The server's number of the connection. Behind a proxy, the one in the handshake is the proxy's. */
  readonly connection: number
  /** Which server: its own name and port, not what the client dialled. */
  readonly server: string
  /** Whether it is one of several that take writes at the same time. */
  readonly cluster: 'node' | 'none'
  readonly sqlMode: readonly string[]
  readonly autocommit: 'on' | 'off'
  /** Of the owner of a connection that was handed in. */
  readonly transaction: 'open' | 'none'
  readonly database: string | undefined
  /** In which the server takes texts to be written. */
  readonly charset: string
  /** Bytes. */
  readonly maxPacket: number
  /** After how many rows a SELECT without a LIMIT ends, in silence. */
  readonly selectLimit: string
}

/** Whether the server knows the variables of Galera. MariaDB can be built without, and MySQL is, but for one edition. */
type Place = 'mariadb' | 'elsewhere'

function question(place: Place): string {
  const node = place === 'mariadb' ? ' /*M!100600 , IF(@@wsrep_on, @@wsrep_node_name, NULL) AS node */' : ''
  return `SELECT CONNECTION_ID() AS connection, USER() AS login, CONCAT(@@hostname, ':', @@port) AS server, VERSION() AS version, @@version_comment AS edition, @@sql_mode AS mode, @@autocommit AS autocommit, DATABASE() AS db, @@character_set_client AS charset, @@max_allowed_packet AS packet, @@sql_select_limit AS most /*M!100600 , @@in_transaction AS busy */${node}`
}

/** Asks a connection that is somebody else's, in one round trip. Throws `DriverError` on a server that is too old. */
export async function askFacts(wire: Wire): Promise<Facts> {
  const row = await inPlace(async (place) => firstRow(await wire.ask(question(place))))
  // MySQL has no variable for it, but says so with every answer that has no rows.
  if (row === undefined || row['busy'] !== undefined) return toFacts(row)
  const [nothing] = await wire.ask('DO 0')
  return toFacts({ ...row, busy: nothing?.kind === 'ok' && nothing.transaction === 'open' ? 1 : 0 })
}

/** Sets up a connection of our own and asks, in one round trip where several statements go in one message. */
export async function setUp(wire: Wire, config: MysqlConfig): Promise<Facts> {
  const row = await inPlace(async (place) => {
    const settings = settingsFor(config, place)
    if (config.multipleStatements !== 'off') return firstRow(await wire.ask(`${settings}\n;\n${question(place)}`))
    await wire.ask(settings)
    return firstRow(await wire.ask(question(place)))
  })
  if (!isXtradbCluster(row?.['edition'])) return toFacts(row)
  await wire.ask(`SET ${ON_CLUSTER}`)
  return toFacts({ ...row, ...firstRow(await wire.ask('SELECT @@wsrep_node_name AS node')) })
}

async function inPlace<Value>(work: (place: Place) => Promise<Value>): Promise<Value> {
  try {
    return await work('mariadb')
  } catch (error) {
    if (!isDriverError(error) || error.code !== 'ER_UNKNOWN_SYSTEM_VARIABLE') throw error
    return await work('elsewhere')
  }
}

/**
 * What was committed on one node is read on the next: by SELECT (1), UPDATE and DELETE (2), INSERT (4). And the server repeats
 * nothing by itself: in a message of several statements it takes a COMMIT whose transaction was undone, for DDL of another node, for
 * a statement without one, repeats it, and answers that all is well. Seen on MariaDB 10.11: rows gone, and nobody told.
 */
const ON_CLUSTER = 'SESSION wsrep_sync_wait = 7, SESSION wsrep_retry_autocommit = 0'

const UNLIMITED = '18446744073709551615'

function settingsFor({ lockTimeoutMs = 3000, charset, sqlMode }: MysqlConfig, place: Place): string {
  const seconds = Math.max(1, Math.ceil(lockTimeoutMs / 1000))
  const settings = [
    'autocommit = 1',
    // Not DEFAULT, which is what the server has for all.
    `SESSION sql_select_limit = ${UNLIMITED}`,
    "SESSION time_zone = '+00:00'",
    `SESSION lock_wait_timeout = ${seconds}`,
    `SESSION innodb_lock_wait_timeout = ${seconds}`,
  ]
  // The handshake has it already, but a server can be told not to listen.
  settings.unshift(charset === undefined || charset === 'utf8mb4' ? 'NAMES utf8mb4' : `NAMES utf8mb4 COLLATE ${charset}`)
  if (sqlMode !== undefined) settings.push(`SESSION sql_mode = '${sqlMode.replaceAll("'", "''")}'`)
  return `SET ${settings.join(', ')}${place === 'mariadb' ? ` /*M!100600 , ${ON_CLUSTER} */` : ''}`
}

function firstRow(results: readonly Result[]): Row | undefined {
  const last = results.at(-1)
  return last?.kind === 'rows' ? last.rows[0] : undefined
}

function toFacts(row: Row | undefined): Facts {
  if (row === undefined) throw refusal('connection', 'The server did not answer what it is.')
  const { connection, login, server, node, version, edition, mode, autocommit, busy = 0, db, charset, packet, most } = row
  return {
    dialect: dialectOfServer(String(version)),
    id: nameOf(String(connection), String(login), node),
    connection: Number(connection),
    server: String(server),
    cluster: isNode(node) || isXtradbCluster(edition) ? 'node' : 'none',
    sqlMode: String(mode).split(','),
    autocommit: Number(autocommit) === 1 ? 'on' : 'off',
    transaction: Number(busy) === 1 ? 'open' : 'none',
    database: typeof db === 'string' ? db : undefined,
    charset: String(charset),
    maxPacket: Number(packet),
    selectLimit: String(most),
  }
}

/** Who may not see all sessions sees those of his own name. One with an `@` in it, which parts the node, is left out. */
function nameOf(connection: string, login: string, node: unknown): string {
  const user = login.slice(0, Math.max(0, login.lastIndexOf('@')))
  const ofUser = user === '' || user.includes('@') ? '' : `:${user}`
  return `${connection}${ofUser}${isNode(node) ? `@${node}` : ''}`
}

function isNode(node: unknown): node is string {
  return typeof node === 'string' && node !== ''
}

function isXtradbCluster(edition: unknown): boolean {
  return /xtradb cluster/i.test(String(edition))
}

/** With these, the server reads quotes and backslashes in another way than the dialect says. */
const MISREAD: readonly string[] = ['ANSI_QUOTES', 'NO_BACKSLASH_ESCAPES']

/**
 * Throws `DriverError` where there is no database to read from, where what is read would be cut, and where writing would not do
 * what the texts say. Reading is harmless otherwise: it is texts of core only.
 */
export function assertServes(purpose: Purpose, { sqlMode, autocommit, transaction, database, charset, selectLimit }: Facts): void {
  // Read without one, a history would seem to be empty.
  if (database === undefined) {
    throw refusal('connection', 'No database is chosen. Name one: as the path of the URL, or as `database`.')
  }
  if (selectLimit !== UNLIMITED) {
    throw refusal(
      'unknown',
      `The session has sql_select_limit ${selectLimit}, with which a longer history would be read in part, and what is applied would run again. Nothing was changed. Hand in a connection with sql_select_limit = ${UNLIMITED}.`,
    )
  }
  if (purpose === 'read') return
  const misread = MISREAD.filter((mode) => sqlMode.includes(mode))
  if (misread.length > 0) {
    throw refusal(
      'unknown',
      `The session has sql_mode ${misread.join(' and ')}, with which strings and names would be read differently from how Godwit reads them. Nothing was changed. Give the driver a sqlMode without it (?sql_mode=… in a URL), or change the server's; a migration then writes strings in '…' and names in backquotes.`,
    )
  }
  if (transaction === 'open') {
    throw refusal(
      'unknown',
      'The connection that was handed in has an open transaction, which the next change of the schema would commit. Nothing was changed. End it first.',
    )
  }
  if (autocommit === 'off') {
    throw refusal(
      'unknown',
      'The session has autocommit switched off: what is written would be lost. Nothing was changed. Hand in a connection with autocommit = 1.',
    )
  }
  if (!charset.startsWith('utf8')) {
    throw refusal(
      'unknown',
      `The session has the character set ${charset}, in which some characters of a script would be written as others. Nothing was changed. Hand in a connection with utf8mb4.`,
    )
  }
}
