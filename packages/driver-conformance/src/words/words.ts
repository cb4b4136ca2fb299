// Owns: the SQL that laws need and that differs between families of engines, beyond what a dialect has.
// Must not know: drivers, laws.

import type { Dialect, DialectFlavor } from '@godwit/core/driver'

/** A value for which JavaScript has no type that holds all of it. */
export interface Exact {
  readonly what: string
  /** The column's type. */
  readonly type: string
  /** The value as SQL text. */
  readonly literal: string
  /** What a row may have, as text: nothing of the value is lost, and no time zone has moved it. */
  readonly read: readonly string[]
}

/**
 * A `server` has a network in between, users, and sessions that it knows by name. What works in this `process` has none of
 * these, and nobody beside it who could end a statement.
 */
export type Place = 'process' | 'server'

/** What only a server can refuse, since many write to it at once. */
export interface Contention {
  /** Statements, the first ones of a transaction: whoever has a lock is waited for this long, here and in no other session. */
  lockPatience(seconds: number): readonly string[]
  /** Query: how many statements of other sessions wait for a lock in this database, or are at work, in its only column. */
  readonly waiting: string
  /** The first statement of a transaction that reads one state of the database throughout; undefined where writing over a newer one is no error. */
  readonly snapshot: string | undefined
}

export interface Words {
  readonly types: {
    /** Signed, 64 bits. */
    readonly integer: string
    readonly float: string
    readonly text: string
    readonly bytes: string
    readonly boolean: string
  }
  readonly exact: readonly Exact[]
  /** The n-th parameter of a statement, counted from 1. */
  parameter(n: number): string
  /** Query: a row for every object in the default schema, in a fixed order, with all that defines it and `tbl_name`, its table. */
  readonly catalogue: string
  /** Query: rows of `{ name }`, the tables in the default schema. */
  readonly tables: string
  /** A setting of the connection that does nothing to the laws. */
  readonly setting: { write(value: number): string; readonly read: string; written(value: number): string }
  /** One statement with semicolons inside: whoever inserts a row into `from` inserts its `id` into `into` twice, plus 100 and plus 200. */
  trigger(from: string, into: string): string
  /** What makes a reference be checked at the commit only; undefined where there is no such thing. */
  readonly deferred: string | undefined
  readonly returning: 'yes' | 'no'
  /**
   * A statement of which nobody can look up whether it ran, since the server gives what it makes a name of its own, and
   * which a second time would make twice; undefined where there is no such thing.
   */
  readonly unseen: ((table: string, column: string) => string) | undefined
  /** Where these engines work, unless the subject knows better. */
  readonly place: Place
  readonly contention: Contention | undefined
  /**
   * Statements that make something: whoever makes it again hears of a constraint. Some where CREATE … IF NOT EXISTS may find
   * the name taken by a rival who committed after it had looked; none where it cannot.
   */
  readonly taken: readonly string[]
  /** A statement that nobody may run, whatever his rights. */
  readonly forbidden: string | undefined
  /** Statement: none of this connection takes longer than that from here on; 0: as long as it likes. */
  readonly timeLimit: ((milliseconds: number, dialect: Dialect) => string) | undefined
  /** Query: the file that the database is, empty where it is none. Undefined where databases are no files. */
  readonly file: string | undefined
  /** Which flavor the server is, by its own words. */
  readonly product: { readonly query: string; flavor(answer: string): DialectFlavor | undefined } | undefined
}
