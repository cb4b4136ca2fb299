// Owns: what a command comes back with, one union for all of them.
// Must not know: how it is printed, which exit code it gets.

import type { Direction, Planning, Report, Status, ValidationResult, Verdict } from '@godwit/core'
import type { Told } from './told.ts'

/** The database as people know it. Nothing in it is secret. */
export interface DatabaseName {
  /** Its name in the configuration, where it has one. */
  readonly name: string | undefined
  readonly driver: string
  /** Masked; undefined where the configuration made the driver itself. */
  readonly url: string | undefined
}

export interface LineRun {
  readonly line: string
  readonly direction: Direction
  readonly report: Report
  /** The statements that keep it from going on because nobody knows what became of them. */
  readonly told?: readonly Told[]
  /** How many migrations the code has, where that was asked. */
  readonly known?: number
  /** What the same command had taken back before. */
  readonly takenBack?: readonly string[]
}

export interface LinePlanning {
  readonly line: string
  readonly direction: Direction
  readonly planning: Planning
}

export interface LineValidation {
  readonly line: string
  readonly validation: ValidationResult
}

export interface Check {
  readonly name: 'node' | 'configuration' | 'driver' | 'connection' | 'bookkeeping' | 'migrations' | 'drift' | 'permissions'
  readonly state: 'ok' | 'warning' | 'failed' | 'skipped'
  readonly message: string
  /** What to do; empty where nothing is. */
  readonly remedy: string
}

export type Result =
  | {
      readonly kind: 'runs'
      readonly verb: 'up' | 'down' | 'redo' | 'baseline'
      readonly database: DatabaseName
      readonly runs: readonly LineRun[]
    }
  | { readonly kind: 'plans'; readonly database: DatabaseName; readonly plans: readonly LinePlanning[] }
  | { readonly kind: 'status'; readonly database: DatabaseName; readonly check: 'asked' | 'not asked'; readonly lines: readonly Status[] }
  | { readonly kind: 'validation'; readonly database: DatabaseName; readonly lines: readonly LineValidation[] }
  | { readonly kind: 'unresolved'; readonly database: DatabaseName; readonly told: readonly Told[] }
  | {
      readonly kind: 'resolved'
      readonly database: DatabaseName
      readonly line: string
      readonly id: string
      readonly n: number
      readonly verdict: Verdict
    }
  | { readonly kind: 'checks'; readonly checks: readonly Check[] }
  | {
      readonly kind: 'files'
      readonly files: readonly { readonly path: string; readonly state: 'created' | 'kept' }[]
      readonly next: string
    }
  | { readonly kind: 'answered'; readonly database: DatabaseName; readonly waitedMs: number; readonly attempts: number }
  | { readonly kind: 'declined'; readonly question: string }
  | { readonly kind: 'text'; readonly text: string }
  /** `database` where it was known already. */
  | { readonly kind: 'error'; readonly error: unknown; readonly database: DatabaseName | undefined }
