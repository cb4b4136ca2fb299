// Owns: what a migration does on an engine that has what others lack.
// Must not know: what that is.

import type { ScriptWords } from './script.ts'

/** A migration without a statement would be taken for one that somebody forgot to write. */
export const NOTHING_TO_DO: readonly string[] = ['SELECT 1']

/** The same, told apart from that of a line of another name or under another prefix: two of one text are taken for one. */
export function nothingToDoWith({ table }: ScriptWords, name: string): readonly string[] {
  return [`SELECT 1 FROM ${table(name)} WHERE 1 = 0`]
}
