// Owns: the one error that core throws or reports, and its closed list of codes.
// Must not know: exit codes, colours, native errors.

import type { DriverReason } from './driver-error.ts'
import type { Place, Problem } from './problem.ts'
import type { Settlement } from './settlement.ts'

export interface ErrorDetails {
  /** A migration, line, option or argument that cannot be used. Nothing was sent to the database. */
  readonly INVALID: { readonly subject: string; readonly id: string | undefined }
  /** The plan was refused. Nothing ran. */
  readonly BLOCKED: { readonly problems: readonly [Problem, ...Problem[]] }
  /** The bookkeeping table's name is taken by something else. */
  /** `lacks`: columns that somebody has renamed or dropped in a table of ours; empty where it is another's. */
  readonly JOURNAL_FOREIGN: {
    readonly table: string
    readonly columns: readonly string[]
    readonly tool: string | undefined
    readonly lacks: readonly string[]
  }
  /** A newer Godwit wrote the bookkeeping. */
  readonly JOURNAL_TOO_NEW: { readonly found: number; readonly supported: number }
  /** A migration's statement or function failed. */
  readonly MIGRATION_FAILED: {
    readonly id: string
    readonly direction: 'up' | 'down'
    readonly reason: DriverReason | 'code'
    /** Which statement, from 0; undefined when it was none of the migration's own. */
    readonly statement: number | undefined
    readonly place: Place | undefined
    readonly transaction: Settlement
  }
  /** Dangling references after a rebuild; it was rolled back. */
  readonly FOREIGN_KEYS_BROKEN: { readonly id: string }
  /** The answer to a commit was lost and could not be had afterwards. */
  readonly COMMIT_UNKNOWN: { readonly id: string }
  /** The database cannot be reached, read or written, or its client cannot be loaded. */
  readonly DATABASE: { readonly reason: DriverReason; readonly during: string }
  /** Somebody else held the database for longer than the wait allowed, milliseconds. */
  readonly TURN_TIMEOUT: { readonly waitedMs: number }
  readonly LEASE_LOST: { readonly line: string }
  readonly ABORTED: { readonly during: string | undefined }
}

export type ErrorCode = keyof ErrorDetails

const BRAND = Symbol.for('godwit.MigrateError')

export class MigrateError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'MigrateError'
  readonly code: Code
  readonly details: ErrorDetails[Code]
  /** Whether the same call may succeed later, with nothing changed. */
  readonly retryable: boolean

  constructor(
    code: Code,
    message: string,
    details: ErrorDetails[Code],
    options: { readonly cause?: unknown; readonly retryable?: boolean } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.details = details
    this.retryable = options.retryable ?? false
    Object.defineProperty(this, BRAND, { value: true })
  }
}

/** One for each code, so that asking for the `code` tells what is in the `details`. */
export type AnyMigrateError<Code extends ErrorCode = ErrorCode> = { readonly [Each in Code]: MigrateError<Each> }[Code]

/** Recognises a `MigrateError` of another copy of this package too; with `code`, narrows to it. */
export function isMigrateError<Code extends ErrorCode = ErrorCode>(value: unknown, code?: Code): value is AnyMigrateError<Code> {
  return (
    typeof value === 'object' &&
    value !== null &&
    BRAND in value &&
    (code === undefined || (value as unknown as MigrateError).code === code)
  )
}
