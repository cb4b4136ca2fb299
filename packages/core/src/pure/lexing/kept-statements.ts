// Owns: what the lexer found in a fragment when its file was read, so that it need not read the same text again.
// Must not know: files, what the statements are for.

import type { Lexis } from '../../model/lexis.ts'
import type { SqlFragment } from '../../model/migration.ts'
import type { Statement } from '../../model/statement.ts'
import type { Reader } from './split.ts'

export interface Kept {
  readonly lexis: Lexis
  readonly statements: readonly Statement[]
  readonly by: Reader
}

const kept = new WeakMap<SqlFragment, Kept>()

export function keepStatements(fragment: SqlFragment, reading: Kept): void {
  kept.set(fragment, reading)
}

/** Undefined where nobody read the fragment by this lexis yet: then it must be split. */
export function keptStatements(fragment: string | SqlFragment, lexis: Lexis): Kept | undefined {
  const found = typeof fragment === 'string' ? undefined : kept.get(fragment)
  return found?.lexis === lexis ? found : undefined
}
