// Owns: the part of mysql2 that is used, structurally, and how the package is loaded.
// Must not know: sessions, what is sent.

import { createRequire } from 'node:module'
import { clientError } from '@godwit/core/driver'

export interface Field {
  readonly name: string
}

/** What the server answers a statement that gives no rows. */
export interface OkPacket {
  readonly affectedRows: number
  readonly serverStatus?: number | undefined
}

/** A column's value as it came, before the client makes anything of it. */
export interface RawValue {
  readonly type: string
  readonly extendedFormat?: string | undefined
  string(encoding?: string): string | null
  buffer(): Uint8Array | null
}

export interface QueryOptions {
  readonly sql: string
  readonly rowsAsArray: true
  readonly nestTables: false
  readonly values: null
  readonly namedPlaceholders: false
  readonly typeCast: (value: RawValue, next: () => unknown) => unknown
}

export interface Query {
  /** Told once for each result as it begins to arrive: the columns, or `undefined` for the end of a statement without rows. */
  on(event: 'fields', listener: (fields: readonly Field[] | undefined) => void): unknown
}

/** A connection with callbacks: of `mysql2`, or inside one of `mysql2/promise`. */
export interface CallbackConnection {
  readonly config?: { readonly multipleStatements?: boolean; readonly clientFlags?: number; readonly password?: unknown }
  readonly stream?: { ref?(): unknown; unref?(): unknown; destroy?(): unknown }
  query(options: QueryOptions, done: (error: unknown, results: unknown, fields: unknown) => void): Query
  on(event: 'error', listener: (error: unknown) => void): unknown
  once(event: 'connect', listener: () => void): unknown
  off(event: 'error', listener: (error: unknown) => void): unknown
  end(done: (error?: unknown) => void): unknown
  destroy(): unknown
}

/** Ends it now. The client's own `destroy` says goodbye to the socket and waits for a server that may never answer. */
export function drop(connection: CallbackConnection): void {
  connection.destroy()
  connection.stream?.destroy?.()
}

export interface CallbackPoolConnection extends CallbackConnection {
  release(): unknown
}

export interface CallbackPool {
  readonly config?: { readonly connectionLimit?: number }
  getConnection(done: (error: unknown, connection: CallbackPoolConnection) => void): unknown
}

/** A `Connection` of `mysql2` or of `mysql2/promise`, structurally: any copy and any version that has these will do. */
export interface Connection {
  query(...args: never[]): unknown
  beginTransaction(...args: never[]): unknown
}

/** A `Pool` of `mysql2` or of `mysql2/promise`. */
export interface Pool {
  query(...args: never[]): unknown
  getConnection(...args: never[]): unknown
}

export interface ClientOptions {
  readonly host?: string
  readonly port?: number
  readonly socketPath?: string
  readonly user?: string
  readonly password?: string
  readonly database?: string
  readonly ssl?: object
  readonly charset: string
  readonly connectTimeout: number
  readonly keepAliveInitialDelay: number
  readonly multipleStatements: boolean
  readonly flags: readonly string[]
}

interface Client {
  createConnection(options: ClientOptions): CallbackConnection
}

const load = createRequire(import.meta.url)

export function loadClient(): Client {
  try {
    // Not import(): for a CommonJS package Node goes through its own loader first.
    return load('mysql2') as Client
  } catch (error) {
    throw clientError('mysql2', isNotFound(error) ? 'not installed' : 'broken', error)
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND' && error.message.includes("'mysql2'")
}
