// Owns: how a run ended, as a value.
// Must not know: how it is printed.

import type { AnyMigrateError } from './error.ts'
import type { Direction } from './journal.ts'
import type { Migration } from './migration.ts'
import type { Step } from './plan.ts'
import type { Problem } from './problem.ts'
import type { Settlement } from './settlement.ts'

export interface StepResult {
  readonly line: string
  readonly id: string
  readonly description: string
  readonly direction: Direction
  readonly kind: Step['kind']
  readonly transaction: Settlement
  /** When it began, by this machine's clock. */
  readonly startedAt: Date
  /** Milliseconds. */
  readonly duration: number
  /** Messages to the server for this step alone; steps that shared one message count it with the first of them. */
  readonly roundTrips: number
}

/**
 * Whether a rehearsal showed that a step works, and where it did, or why it could not. In a `transaction` and in a `copy` it met the
 * rows of the database; in a `scratch` database none but those that migrations insert.
 */
export type Proof =
  | { readonly proved: true; readonly where: 'transaction' | 'copy' | 'scratch' }
  | {
      readonly proved: false
      readonly because:
        | 'ddl-autocommits'
        | 'transaction-forbidden'
        | 'code-script'
        | 'foreign-keys-suspended'
        | 'connection-changed'
        | 'follows-unproved'
    }

export interface RehearsedStep extends StepResult {
  readonly proof: Proof
  /** Rows changed by each statement, in a transaction. Undefined elsewhere, and where it was not proved. */
  readonly affected: readonly number[] | undefined
  /** In a transaction. Undefined elsewhere, where it was not proved, and where the engine does not tell: PostgreSQL does. */
  readonly footprint: Footprint | undefined
}

/** What a step did to tables that were there before the rehearsal, under the names that they had then. Not to the bookkeeping. */
export interface Footprint {
  /** Locks that no step before it had taken, by the engine's own words, weakest uses included. They are held until the commit. */
  readonly locked: readonly TableLock[]
  /** Tables that were written anew as a whole: under the lock, and in the time that this takes. */
  readonly rewritten: readonly string[]
}

export interface TableLock {
  readonly table: string
  /** On PostgreSQL `AccessExclusiveLock` and its like: https://www.postgresql.org/docs/current/explicit-locking.html */
  readonly mode: string
}

export type Report =
  | { readonly outcome: 'up-to-date'; readonly roundTrips: number; readonly warnings: readonly Problem[] }
  | {
      readonly outcome: 'migrated'
      readonly steps: readonly StepResult[]
      readonly roundTrips: number
      readonly warnings: readonly Problem[]
    }
  | {
      readonly outcome: 'rehearsed'
      readonly steps: readonly RehearsedStep[]
      /** What could not be taken away from the scratch database again, by name. Empty elsewhere. */
      readonly remains: readonly string[]
      readonly roundTrips: number
      readonly warnings: readonly Problem[]
    }
  | {
      readonly outcome: 'blocked'
      readonly problems: readonly [Problem, ...Problem[]]
      readonly done: readonly StepResult[]
      readonly roundTrips: number
    }
  | {
      readonly outcome: 'failed'
      readonly error: AnyMigrateError
      /** The step that failed; undefined when none had begun. */
      readonly failed: StepResult | undefined
      readonly done: readonly StepResult[]
      /** Ids that had run in the transaction of the one that failed, and were rolled back with it: `commit: 'per-run'`. */
      readonly undone: readonly string[]
      /** Ids that were planned and not begun. */
      readonly left: readonly string[]
      readonly roundTrips: number
    }

/** Where one migration stands. `partial`: half way up or down. `unknown`: the database has it, whole or by half, and the code does not. */
export type MigrationState = 'applied' | 'pending' | 'out-of-order' | 'partial' | 'changed' | 'unknown'

export interface MigrationStatus {
  readonly line: string
  readonly id: string
  readonly description: string
  readonly state: MigrationState
  /** ISO 8601, UTC; undefined unless applied. */
  readonly appliedAt: string | undefined
  /** Milliseconds; undefined unless applied. */
  readonly executionTime: number | undefined
  readonly origin: string | undefined
  /** Undefined where it is not half way. */
  readonly halfWay: MigrationHalfWay | undefined
}

/** How far a migration came that was begun and not ended. */
export interface MigrationHalfWay {
  /** Which way it was going, and alone can be finished. */
  readonly direction: Direction
  /** How many of its statements, or of its durable steps, have run. */
  readonly done: number
  /** The statement that was begun and not ended. `Migrator.unresolved` says more about it. */
  readonly open: { readonly n: number; readonly text: string; readonly startedAt: string } | undefined
}

export interface Status {
  readonly line: string
  readonly migrations: readonly MigrationStatus[]
  /** The migration applied last in time. */
  readonly current: string | undefined
  readonly roundTrips: number
}

export interface MigrationResult {
  readonly migration: Migration
  readonly success: boolean
  /** The database's own message. */
  readonly error?: string
  readonly executedAt: Date
  /** Milliseconds. */
  readonly executionTime: number
  /** `not run` in a dry run. */
  readonly transaction: Settlement | 'not run'
  /** The statements, in a dry run. */
  readonly sql?: readonly string[]
}

export interface MigrationSummary {
  readonly totalMigrations: number
  readonly appliedMigrations: number
  readonly pendingMigrations: number
  readonly pendingMigrationIds: readonly string[]
  /** The migration applied last in time; `'0'` when there is none. */
  readonly currentVersion: string
}

export interface ValidationResult {
  readonly isValid: boolean
  readonly errors: readonly string[]
  readonly warnings: readonly string[]
}
