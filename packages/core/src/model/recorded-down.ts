// Owns: the form in which a receipt keeps the way back.
// Must not know: who writes or reads it.

/** Kept as JSON in the receipt's `down` column. Only SQL can be kept; code cannot. */
export interface RecordedDown {
  /** As the migration had it, not split. */
  readonly script: readonly string[]
  readonly transaction?: 'forbidden'
  readonly foreignKeys?: 'suspended'
}
