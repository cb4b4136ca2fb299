// Owns: what every part of a run needs to know.
// Must not know: what they do with it.

import type { Driver } from '../model/driver.ts'
import type { Observer } from '../model/event.ts'
import type { JournalSql } from '../pure/journal-sql.ts'
import type { Policy } from '../pure/planner.ts'
import type { StepSql } from '../pure/step-sql.ts'
import type { Tables } from '../pure/tables.ts'

export interface Context {
  readonly driver: Driver
  readonly line: string
  readonly tables: Tables
  readonly journalSql: JournalSql
  readonly stepSql: StepSql
  readonly policy: Policy
  /** One transaction for each migration, or one for as many as can share one. */
  readonly grouping: 'per-migration' | 'per-run'
  /** How long to try for a turn at the database, milliseconds. */
  readonly waitMs: number
  /** Names this run in its receipts. */
  readonly run: string
  readonly signal: AbortSignal
  readonly notify: Observer
}
