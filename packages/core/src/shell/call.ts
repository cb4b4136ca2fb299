// Owns: what one call of a verb can be told.
// Must not know: what is done with it.

/** For one call of a verb. */
export interface Call {
  /** Aborting it finishes or rolls back the current migration and ends the run there. */
  readonly signal?: AbortSignal
  /** The hash of the plan that was reviewed; the run refuses any other. */
  readonly plan?: string
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
