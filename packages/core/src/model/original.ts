// Owns: what is known of somebody else's software that keeps a history of its own in the database.
// Must not know: databases, who takes it over.

import type { DialectFamily } from './dialect.ts'
import type { Row } from './driver.ts'
import type { Line } from './migration.ts'

/** What an original's own history says: that it is as far as migration `to`, or in words why nobody can tell. */
export type Claimed = { readonly known: true; readonly to: string } | { readonly known: false; readonly why: string }

export interface Original {
  /** For messages. */
  readonly name: string
  /** Which makes what the original made, or what a conversion makes of that. */
  readonly line: Line
  /** Where it keeps its own history, and the columns by which that is told from another's table of this name. */
  readonly tracking: { readonly table: string; readonly columns: readonly string[] }
  /** `rows`: all of its table, in no order. */
  readonly claimed: (rows: readonly Row[]) => Claimed
  /** Differences that it is known for and that a later migration mends: see `AdoptOptions.accept`. */
  readonly accept: readonly string[]
  /** For the engines on which its tables are not those of the line. At most one for each engine and `to`. */
  readonly conversions: readonly Conversion[]
}

/** How a database of an original becomes, with its rows, what its line makes up to `to`. */
export interface Conversion {
  readonly dialect: DialectFamily
  /** The claim that it is for. */
  readonly to: string
  /** What the original is known to have there; several where its history does not tell which. */
  readonly forms: readonly [Form, ...Form[]]
  /** Query: a row of `{ tab, id, why }` for each row that has no place in the tables of the line, and for what would go unnoticed. */
  readonly unfit: string
  /**
   * Its migrations make the one schema of the other, as those of any line. They run only in a database that has one of the forms. Where
   * DDL is transactional it should be one migration.
   */
  readonly line: Line
}

/** A schema, as a line that makes it, but for the differences that `accept` names: see `AdoptOptions.accept`. */
export interface Form {
  readonly line: Line
  readonly accept: readonly string[]
}

/** A row without a place in the tables of a line. */
export interface Unfit {
  readonly table: string
  /** Its key, as a text. */
  readonly row: string
  /** A sentence. */
  readonly why: string
}
