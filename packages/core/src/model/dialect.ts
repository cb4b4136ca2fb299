// Owns: what an engine reads. A dialect is a plain value; every text that differs between engines comes from here.
// Must not know: drivers, sessions, migrations, the names of the bookkeeping tables.

import type { SqlValue } from './driver.ts'
import type { Lexis } from './lexis.ts'

export type DialectFamily = 'sqlite' | 'postgres' | 'mysql'

/** An engine that reads a family's SQL with differences of its own. Its variant is tried before the family's. */
export type DialectFlavor = 'libsql' | 'mariadb' | 'cockroach' | 'yugabyte' | 'tidb'

/** Column types of the bookkeeping tables. */
export interface BookkeepingTypes {
  /** Text that may be part of a primary key. */
  readonly key: string
  /** Text without a practical limit. */
  readonly text: string
  /** A signed integer of 64 bits. */
  readonly integer: string
  /** An instant with milliseconds. */
  readonly timestamp: string
}

/** How a table can be rebuilt although others refer to it. Only where dropping it would delete their rows. */
export interface ForeignKeyRebuild {
  /**
   * A query with a row for each dangling reference: `table`, `rowid`, `parent`.
   * @see https://www.sqlite.org/pragma.html#pragma_foreign_key_check
   */
  readonly violations: string
}

export interface Dialect {
  readonly family: DialectFamily
  readonly flavor: DialectFlavor | undefined
  readonly lexis: Lexis
  readonly types: BookkeepingTypes
  /** Expression: the server's clock, as a value of `types.timestamp`, advancing inside a transaction. */
  readonly now: string
  /** A name, quoted so that nothing in it is read as SQL. Throws `RangeError` on an empty name or a NUL. */
  readonly identifier: (name: string) => string
  /** A value as text. Throws `RangeError` on a number that is not finite. */
  readonly literal: (value: SqlValue) => string
  /** Expression: whole milliseconds between the timestamp `column` and now. */
  readonly elapsed: (column: string) => string
  /** Expression: the timestamp `column` as ISO 8601 text in UTC. */
  readonly iso: (column: string) => string
  /** Expression: the server's clock in whole milliseconds since 1970. */
  readonly epoch: string
  /** Query: rows of `{ name }`, the columns of `table` in the default schema; no rows when there is no such table. */
  readonly columns: (table: string) => string
  /**
   * Expression: the rows of `from` as one JSON text, an array of arrays of `columns`. Present where a client gives one value
   * in less time than many rows.
   */
  readonly rowsAsJson: ((columns: readonly string[], from: string) => string) | undefined
  /** Present where foreign keys must be suspended to rebuild a table. */
  readonly rebuild: ForeignKeyRebuild | undefined
}
