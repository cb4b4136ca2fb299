// Owns: what a command refuses by itself, before or instead of a call to Migrator.
// Must not know: how it is printed.

import type { ExitCode } from './exit-code.ts'

const BRAND = Symbol.for('godwit.CommandError')

export interface CommandErrorInit {
  readonly exitCode: ExitCode
  /** A stable word for scripts, `UNKNOWN_COMMAND`. */
  readonly code: CommandErrorCode
  /** What is wrong and where. */
  readonly message: string
  /** What to do next: a sentence. */
  readonly remedy: string
  readonly cause?: unknown
}

export type CommandErrorCode =
  | 'CLIENT_MISSING'
  | 'CONFIG_INVALID'
  | 'CONFIRMATION_NEEDED'
  | 'DRIVER_MISSING'
  | 'FILE_EXISTS'
  | 'FOLDER_MISSING'
  | 'NOTHING_TO_DECIDE'
  | 'NO_DATABASE'
  | 'NOT_READABLE'
  | 'NOT_WRITABLE'
  | 'NO_ANSWER'
  | 'UNKNOWN_COMMAND'
  | 'UNKNOWN_DATABASE'
  | 'UNKNOWN_FLAG'
  | 'UNKNOWN_LINE'
  | 'UNKNOWN_SCHEME'
  | 'USAGE'

/** Nothing was sent to a database. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly exitCode: ExitCode
  readonly code: CommandErrorCode
  readonly remedy: string

  constructor(init: CommandErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause })
    this.exitCode = init.exitCode
    this.code = init.code
    this.remedy = init.remedy
    Object.defineProperty(this, BRAND, { value: true })
  }
}

export function isCommandError(value: unknown): value is CommandError {
  return typeof value === 'object' && value !== null && BRAND in value
}
