// Owns: the SQL that laws need and that differs between families of engines, beyond what a dialect has.
// Must not know: drivers, laws.

export interface Words {
  readonly types: {
    /** Signed, 64 bits. */
    readonly integer: string
    readonly float: string
    readonly text: string
    readonly bytes: string
    readonly boolean: string
  }
  /** The n-th parameter of a statement, counted from 1. */
  parameter(n: number): string
  /** Query: a row for every object in the default schema, in a fixed order, with all that defines it and `tbl_name`, its table. */
  readonly catalogue: string
  /** Query: rows of `{ name }`, the tables in the default schema. */
  readonly tables: string
  /** A setting of the connection that does nothing to the laws. */
  readonly setting: { readonly write: string; readonly read: string; readonly written: string }
  /** One statement with semicolons inside: whoever inserts a row into `from` inserts its `id` into `into` twice, plus 100 and plus 200. */
  trigger(from: string, into: string): string
  /** What makes a reference be checked at the commit only; undefined where there is no such thing. */
  readonly deferred: string | undefined
  readonly returning: 'yes' | 'no'
}
