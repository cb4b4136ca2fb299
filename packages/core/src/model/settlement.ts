// Owns: the words for what became of a step.
// Must not know: how it was found out.

/** What became of a step. `partly committed`: it is not one transaction, and what it finished before it failed is recorded. */
export type Settlement = 'committed' | 'partly committed' | 'rolled back' | 'unknown'
