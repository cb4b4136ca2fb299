// Owns: what of a migration that is not one transaction still is one.
// Must not know: engines, how a group is sent.

/** Positions are those of the statements in the migration, from 0. */
export type Group =
  /** Neighbours that share a transaction with their records: all of them or none. `to` is the last one. */
  | { readonly kind: 'transaction'; readonly from: number; readonly to: number }
  /** A statement that cannot be in a transaction, or ends it: intent, statement, close. */
  | { readonly kind: 'alone'; readonly n: number }
