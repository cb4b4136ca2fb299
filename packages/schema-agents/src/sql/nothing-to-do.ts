// Owns: what a migration does on an engine that has what others lack.
// Must not know: what that is.

/** A migration without a statement would be taken for one that somebody forgot to write. */
export const NOTHING_TO_DO: readonly string[] = ['SELECT 1']
