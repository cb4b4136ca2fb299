// Owns: what a row is before it is written.
// Must not know: which rows there are.

/** A moment may be given as a `Date`; it is read as text. */
export type Timed<Row> = {
  readonly [Name in keyof Row]: Name extends 'created_at' | 'updated_at' ? Date | Row[Name] : Row[Name]
}
