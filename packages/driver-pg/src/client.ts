// Owns: the part of pg that is used, and how it is loaded.
// Must not know: sessions, transactions, configuration.

import { createRequire } from 'node:module'
import { clientError } from '@godwit/core/driver'
import type { Field } from './values.ts'

/** What a client sends with. */
export interface Wire {
  readonly stream: { cork?(): void; uncork?(): void; destroy(error?: Error): unknown }
  query(text: string): void
  parse(statement: { readonly name: string; readonly text: string }): void
  bind(values: { readonly values: readonly unknown[] }): void
  describe(portal: { readonly type: 'P'; readonly name: string }): void
  execute(portal: { readonly portal: string; readonly rows: number }): void
  close(portal: { readonly type: 'P'; readonly name: string }): void
  sync(): void
  sendCopyFail(why: string): void
}

/**
 * An exchange with the server that pg gives the messages of, as it does for pg-cursor and pg-query-stream.
 * @see https://node-postgres.com/apis/cursor
 */
export interface Submittable {
  /** pg puts itself in front of it where the client has a `query_timeout`, and has to be told of the end. */
  callback: ((error: unknown) => void) | undefined
  /** An error that it gives is told as that of the exchange, and nothing is sent. */
  submit(wire: Wire): null | Error
  handleRowDescription(message: { readonly fields: readonly Field[] }): void
  handleDataRow(message: { readonly fields: readonly (string | null)[] }): void
  handleCommandComplete(message: { readonly text: string }): void
  handleEmptyQuery(): void
  handleError(error: unknown): void
  handleReadyForQuery(): void
  handlePortalSuspended(): void
  handleCopyInResponse(wire: Wire): void
  handleCopyData(): void
}

/** A connected client of pg, structurally: any copy and any version that has these will do. */
export interface Client {
  query(exchange: Submittable): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  removeListener(event: 'error', listener: (error: Error) => void): unknown
}

/** A client out of a pool. */
export interface PoolClient extends Client {
  release(destroy?: Error | boolean): void
}

/** A pool of pg, structurally. */
export interface Pool {
  connect(): Promise<PoolClient>
  readonly totalCount: number
  readonly options?: { readonly max?: number | undefined }
}

/** What of a client is not part of what pg documents, looked at before it is used. */
export interface Insides {
  readonly processID?: unknown
  readonly secretKey?: unknown
  readonly host?: unknown
  readonly port?: unknown
  readonly ssl?: unknown
  readonly native?: unknown
  readonly _connected?: unknown
  readonly connection?: {
    readonly constructor: unknown
    readonly stream?: { destroy?(error?: Error): unknown }
    prependListener?(event: 'readyForQuery', listener: (message: { readonly status?: string }) => void): unknown
  }
}

export function insidesOf(client: Client): Insides {
  return client as Insides
}

/** A client that the driver makes. */
export interface OwnClient extends Client {
  readonly connection: {
    readonly stream: { destroy(error?: Error): unknown }
    on(event: 'parameterStatus', listener: (message: { readonly parameterName: string; readonly parameterValue: string }) => void): unknown
  }
  connect(): Promise<unknown>
  end(): Promise<unknown>
  ref(): void
  unref(): void
}

export type ClientConstructor = new (settings: Readonly<Record<string, unknown>>) => OwnClient

const load = createRequire(import.meta.url)

/** Loads the client alone: the package's entry loads the pool too, and libpq's bindings where the environment says so. */
export function loadClient(): ClientConstructor {
  try {
    return asOnNode21(() => load('pg/lib/client') as ClientConstructor)
  } catch (error) {
    throw clientError('pg', isNotFound(error) ? 'not installed' : 'broken', error)
  }
}

/**
 * While `load` runs, Node 20 has the `navigator` that later ones always have. Without it pg makes a Response, to see whether it
 * runs at Cloudflare, and that loads all of fetch: four tenths of what Node itself needs to start.
 */
function asOnNode21<Loaded>(load: () => Loaded): Loaded {
  if (!process.version.startsWith('v20.') || 'navigator' in globalThis) return load()
  Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { userAgent: 'Node.js/20' } })
  try {
    return load()
  } finally {
    Reflect.deleteProperty(globalThis, 'navigator')
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND' && error.message.includes("'pg/lib/client'")
}
