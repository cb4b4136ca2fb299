// Owns: what one call of a verb can be told.
// Must not know: what is done with it.

import type { Driver } from '../../model/driver.ts'
import type { Plan } from '../../model/plan.ts'

/** For one call of a verb. */
export interface Call {
  /**
   * Aborting it finishes or rolls back the current migration and ends the run there. Where nothing was begun it ends at once, also
   * where the database does not answer, a second later at most.
   */
  readonly signal?: AbortSignal
  /** The hash of the plan that was reviewed; the run refuses any other. */
  readonly plan?: string
}

/** For a call that only looks. */
interface LookOptions {
  /** Plans for the same database, of this line or of others, that will have run by then: it is looked at as if they had. */
  readonly after?: readonly Plan[]
}

export interface PlanOptions extends Call, LookOptions {
  /**
   * `record`: what `baseline` would do.
   * @defaultValue 'run'
   */
  readonly effect?: 'run' | 'record'
}

export type ValidateOptions = LookOptions & Pick<Call, 'signal'>

/** Where a rehearsal happens. `scratch` is an empty database of the same engine. */
export type Stage = 'transaction' | 'copy' | { readonly scratch: Driver }

export interface RehearseOptions extends Call {
  /**
   * `transaction`: in the database itself, rolled back; what no rollback undoes is not run, and is told as not proved.
   *
   * `copy`: in a copy of it, for real, with functions and with what a transaction forbids; the copy is taken away afterwards. For
   * files of SQLite and libSQL that the driver opens itself. It takes the time and the room of a copy, in the folder for
   * temporary files.
   *
   * `{ scratch }`: in an empty database of the same engine, for real, after what is applied was applied there; emptied afterwards.
   * For engines whose DDL commits by itself. Rows of the database itself are not there, nor what other lines made.
   * @defaultValue 'transaction'
   */
  readonly where?: Stage
}

export interface MigrateOptions {
  /**
   * `false`: every statement by itself, recorded one by one.
   * @defaultValue true
   */
  readonly useTransaction?: boolean
  /**
   * `false`: a changed migration is not refused.
   * @defaultValue true
   */
  readonly validateChecksums?: boolean
  /** How many migrations to run at most; 0 runs none. Default: all that are pending. */
  readonly limit?: number
  /**
   * `true`: returns what would run, with its SQL, and writes nothing, not even the bookkeeping tables.
   * @defaultValue false
   */
  readonly dryRun?: boolean
}
