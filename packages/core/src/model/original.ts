// Owns: what is known of somebody else's software that keeps a history of its own in the database.
// Must not know: databases, who takes it over.

import type { Row } from './driver.ts'
import type { Line } from './migration.ts'

/** What an original's own history says: that it is as far as migration `to`, or in words why nobody can tell. */
export type Claimed = { readonly known: true; readonly to: string } | { readonly known: false; readonly why: string }

export interface Original {
  /** For messages. */
  readonly name: string
  /** Which makes what the original made. */
  readonly line: Line
  /** Where it keeps its own history, and the columns by which that is told from another's table of this name. */
  readonly tracking: { readonly table: string; readonly columns: readonly string[] }
  /** `rows`: all of its table, in no order. */
  readonly claimed: (rows: readonly Row[]) => Claimed
  /** Differences that it is known for and that a later migration mends: see `AdoptOptions.accept`. */
  readonly accept: readonly string[]
}
