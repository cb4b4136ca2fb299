// Owns: what a migration does on an engine that has what others lack.
// Must not know: what that is.

import type { ScriptWords } from './script.ts'

/**
 * A migration without a statement would be taken for one that somebody forgot to write; and one whose text names no table of its line,
 * for that of another line which has the same text.
 */
export function nothingToDoWith({ table }: ScriptWords, name: string): readonly string[] {
  return [`SELECT 1 FROM ${table(name)} WHERE 1 = 0`]
}
