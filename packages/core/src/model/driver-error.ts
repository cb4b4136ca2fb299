// Owns: the only error that a driver may reject with.
// Must not know: native clients, recovery policy.

/**
 * What went wrong, in words that core can decide on.
 * `client`: the client itself could not be loaded, so that no database was opened.
 * `missing-object`: no such table, column, index. `storage`: full disk, I/O, read-only medium.
 * `corrupt`: not a database or a damaged one. `lock-timeout`: somebody else held it too long.
 */
export type DriverReason =
  | 'authentication'
  | 'client'
  | 'connection'
  | 'constraint'
  | 'corrupt'
  | 'deadlock'
  | 'lock-timeout'
  | 'missing-object'
  | 'permission'
  | 'serialization'
  | 'statement-timeout'
  | 'storage'
  | 'syntax'
  | 'unknown'

/**
 * What is the matter with a client that could not be loaded.
 * `not built`: its native part, which its install script makes or fetches, is not there or not for this Node. `not for this
 * platform`: its native part, a package for each platform, is not there or does not fit. `broken`: anything else.
 */
export type ClientState = 'broken' | 'not built' | 'not for this platform' | 'not installed'

export interface ClientTrouble {
  /** The client's package. */
  readonly name: string
  readonly state: ClientState
  /** What is wrong and where, in a sentence. */
  readonly what: string
  /** What to do about it. */
  readonly remedy: string
}

export interface DriverErrorInit {
  readonly reason: DriverReason
  /** The database's own words, without any secret. */
  readonly message: string
  /** `not-applied` only if the server certainly refused; anything doubtful is `unknown`. */
  readonly outcome: 'not-applied' | 'unknown'
  /** May the same thing succeed when tried again, unchanged? Default: by `reason`. */
  readonly retryable?: boolean
  /** Native code for the log, `SQLITE_BUSY`, `42P01`. */
  readonly code?: string | undefined
  /** Characters from the start of the statement, where the server says so. */
  readonly position?: number | undefined
  /** Which statement of which block of a batch. The number of statements in it: its commit. 0 also where it could not begin. */
  readonly at?: { readonly block: number; readonly statement: number } | undefined
  /** With `client` as the reason. */
  readonly client?: ClientTrouble | undefined
  readonly cause?: unknown
}

const RETRYABLE: ReadonlySet<DriverReason> = new Set(['deadlock', 'lock-timeout', 'serialization'])
const BRAND = Symbol.for('godwit.DriverError')

export class DriverError extends Error {
  override readonly name = 'DriverError'
  readonly reason: DriverReason
  readonly outcome: 'not-applied' | 'unknown'
  readonly retryable: boolean
  readonly code: string | undefined
  readonly position: number | undefined
  readonly at: { readonly block: number; readonly statement: number } | undefined
  readonly client: ClientTrouble | undefined

  constructor(init: DriverErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause })
    this.reason = init.reason
    this.outcome = init.outcome
    this.retryable = init.retryable ?? RETRYABLE.has(init.reason)
    this.code = init.code
    this.position = init.position
    this.at = init.at
    this.client = init.client
    Object.defineProperty(this, BRAND, { value: true })
  }
}

/** Recognises a `DriverError` of another copy of this package too, which `instanceof` does not. */
export function isDriverError(value: unknown): value is DriverError {
  return typeof value === 'object' && value !== null && BRAND in value
}
