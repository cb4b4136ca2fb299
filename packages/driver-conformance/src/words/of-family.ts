// Owns: the one place that chooses words by engine.
// Must not know: laws.

import type { DialectFamily } from '@godwit/core/driver'
import { sqlite } from './sqlite.ts'
import type { Words } from './words.ts'

const WORDS: { readonly [family in DialectFamily]?: Words } = { sqlite }

/** Throws `RangeError` for a family that the laws cannot speak to yet. */
export function wordsOf(family: DialectFamily): Words {
  const words = WORDS[family]
  if (words === undefined) throw new RangeError(`the laws have no words for ${family}: add src/words/${family}.ts`)
  return words
}
