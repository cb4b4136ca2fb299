// Owns: the bookkeeping as read back from a database.
// Must not know: table names, SQL.

import type { Effect, Presence } from './effect.ts'

export type Direction = 'up' | 'down'

/** A row of the history. Append-only: up writes seq 1, down seq 2, up again seq 3. */
export interface Receipt {
  readonly line: string
  readonly id: string
  readonly seq: number
  readonly direction: Direction
  /** Position in the line's history, from 1, without gaps; undefined in a row written by hand. */
  readonly ordinal: number | undefined
  readonly description: string
  /** The database's clock, ISO 8601, UTC. */
  readonly appliedAt: string
  /** Milliseconds. */
  readonly executionTime: number
  /** `<algorithm>:<hex>`, or `manual` in a row written by hand. */
  readonly checksum: string
  /** Of the text as it stood; undefined in a row written by hand. */
  readonly rawChecksum: string | undefined
  /** The run that wrote it; empty in a row written by hand. */
  readonly run: string
}

/**
 * What an intent says about itself, so that whoever finds it needs neither the migration nor its code. `statement`: one
 * that is not in a transaction. `function`: code on an engine where DDL ends the transaction that it is in.
 */
export type Intent =
  | {
      readonly kind: 'statement'
      /** As written; the beginning of a very long one. */
      readonly text: string
      /** Undefined where it cannot be told for certain. */
      readonly effect: Effect | undefined
      /** Whether a second time does no harm. */
      readonly repeat: 'harmless' | 'unknown'
    }
  | { readonly kind: 'function' }

/** One statement or durable step of a migration that cannot be one transaction. */
export interface StepRecord {
  readonly line: string
  readonly id: string
  readonly seq: number
  /** Position among the migration's statements or steps, from 0. */
  readonly n: number
  /** The step's name; empty for a statement. */
  readonly name: string
  /** Checksum of the statement, revision of the code. */
  readonly checksum: string
  /**
   * `open`: it was about to run and nobody wrote what became of it; a function had not begun. `begun`: a function had, and
   * something in it committed by itself.
   */
  readonly state: 'open' | 'begun' | 'done'
  /** The session that ran it, as the server names it. */
  readonly session: string | undefined
  /** JSON of what a code step returned. */
  readonly result: string | undefined
  /** Undefined where the record was written together with what it records. */
  readonly intent: Intent | undefined
  /** What the catalogue said of the effect before the statement ran. */
  readonly before: Presence | undefined
  /** The run that wrote it. */
  readonly run: string
  /** The database's clock, ISO 8601, UTC. */
  readonly startedAt: string
  /** Of one that nobody ended, where its session is hidden from this user: what would show it. Found out, and not recorded. */
  readonly sight?: string
}

export type Journal =
  /**
   * The tables do not exist; nothing has ever been applied. `beside`: nothing has a name where they would be made, and no other tool a
   * table of its own elsewhere; or nobody asked.
   */
  | { readonly kind: 'absent'; readonly beside: 'nothing' | 'unknown' }
  | {
      readonly kind: 'present'
      /** Version of the bookkeeping tables themselves. */
      readonly layout: number
      /** Of all lines. */
      readonly receipts: readonly Receipt[]
      /** Of migrations that are half way: begun, and without a receipt. */
      readonly steps: readonly StepRecord[]
    }

/** What a migration required of other lines when it was applied, or begun. */
export interface RecordedRequires {
  readonly line: string
  readonly id: string
  readonly seq: number
  readonly requires: readonly string[]
}
