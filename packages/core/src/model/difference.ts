// Owns: what is otherwise in a database than it should be, as a value.
// Must not know: words, how it was found.

export interface Difference {
  /** `later table`: one that only a later migration makes. */
  readonly what: 'table' | 'later table' | 'column' | 'type' | 'nullability' | 'primary key' | 'unique key' | 'foreign key' | 'index'
  readonly table: string
  /** Empty where it is about the table. */
  readonly columns: readonly string[]
  /** As the catalogue writes it; undefined where nothing should be. */
  readonly expected: string | undefined
  /** Undefined where nothing is. */
  readonly found: string | undefined
}
