// Owns: the bookkeeping as read back from a database.
// Must not know: table names, SQL.

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
  /** `open`: it was about to run and nobody wrote what became of it. */
  readonly state: 'open' | 'done'
  /** The session that ran it, as the server names it. */
  readonly session: string | undefined
  /** JSON of what a code step returned. */
  readonly result: string | undefined
}

export type Journal =
  /** The tables do not exist; nothing has ever been applied. */
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'present'
      /** Version of the bookkeeping tables themselves. */
      readonly layout: number
      /** Of all lines. */
      readonly receipts: readonly Receipt[]
      /** Of migrations that are half way: begun, and without a receipt. */
      readonly steps: readonly StepRecord[]
    }
