// Owns: the part of @libsql/client that is used, and how a client of our own is made.
// Must not know: sessions, transactions, core's seam beyond its error.

import { statSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { Purpose } from '@godwit/core/driver'
import type { LibsqlConfig } from './config.ts'
import { driverError } from './errors.ts'
import { loadError } from './load-error.ts'
import type { FileLocation, ServerLocation } from './location.ts'
import { loadNativePart } from './native-part.ts'
import type { Requests } from './requests.ts'

type Argument = bigint | number | string | Uint8Array | null

export interface ResultSet {
  readonly columns: readonly string[]
  readonly rows: readonly ArrayLike<unknown>[]
  readonly rowsAffected: number
}

/** Whatever runs a statement: a client or its transaction. */
export interface StatementRunner {
  execute(statement: { sql: string; args: Argument[] }): Promise<ResultSet>
}

/** A client's own transaction. `execute('BEGIN')` is not one: it lands on any connection, and is rolled back there. */
export interface ClientTransaction extends StatementRunner {
  readonly closed: boolean
  batch(statements: string[]): Promise<readonly unknown[]>
  executeMultiple(text: string): Promise<void>
  commit(): Promise<void>
  rollback(): Promise<void>
  close(): void
}

/** A client of @libsql/client, structurally: any copy and any version that has these will do. */
export interface Client extends StatementRunner {
  /** `file`, `http` or `ws`. */
  readonly protocol: string
  readonly closed: boolean
  batch(statements: string[], mode: 'write' | 'deferred'): Promise<readonly unknown[]>
  /** A batch with foreign keys off around it. */
  migrate(statements: string[]): Promise<readonly unknown[]>
  transaction(mode: 'write' | 'deferred'): Promise<ClientTransaction>
  executeMultiple(text: string): Promise<void>
  close(): void
}

const TIMEOUT_MS = 1000

/**
 * Makes a client. With `read`, a file that does not exist is served as an empty database in memory: opening it would make
 * it. A client of a file has one connection, so that what is set on it stays set.
 */
export async function openClient(location: FileLocation, purpose: Purpose, config: LibsqlConfig): Promise<Client> {
  const { encryptionKey, timeoutMs = TIMEOUT_MS } = config
  const createClient = await load(async () => {
    loadNativePart()
    return import('@libsql/client/sqlite3')
  })
  const missing = location.kind === 'memory' || (purpose === 'read' && isMissing(location.path))
  const url = missing ? ':memory:' : pathToFileURL(location.path).href
  const options = { url, intMode: 'bigint', concurrency: 1, timeout: timeoutMs } as const
  return attempt(() => createClient(encryptionKey === undefined ? options : { ...options, encryptionKey }), encryptionKey)
}

/** Makes a client of a server. `fetch`: what its requests go through where it has some. */
export async function openServerClient(
  { url, transport, authToken }: ServerLocation,
  config: LibsqlConfig,
  fetch: Requests['fetch'],
): Promise<Client> {
  const token = authToken ?? config.authToken
  const createClient = await load(transport === 'http' ? () => import('@libsql/client/http') : () => import('@libsql/client/ws'))
  return attempt(() => createClient({ url, intMode: 'bigint', fetch, ...(token === undefined ? {} : { authToken: token }) }), token)
}

function attempt(create: () => Client, secret: string | undefined): Client {
  try {
    return create()
  } catch (error) {
    throw driverError(error, { secret })
  }
}

/** Loads one transport: the whole package costs twice the time of a file's part of it. */
async function load<Create>(module: () => Promise<{ readonly createClient: Create }>): Promise<Create> {
  try {
    return (await module()).createClient
  } catch (error) {
    throw loadError(error)
  }
}

/** False also where the answer cannot be had: then opening it tells why. */
function isMissing(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined
  } catch {
    return false
  }
}
