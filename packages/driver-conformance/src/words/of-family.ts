// Owns: the one place that chooses words by engine.
// Must not know: laws.

import type { DialectFamily } from '@godwit/core/driver'
import { mysql } from './mysql.ts'
import { postgres } from './postgres.ts'
import { sqlite } from './sqlite.ts'
import type { Words } from './words.ts'

const WORDS: { readonly [family in DialectFamily]: Words } = { sqlite, postgres, mysql }

export function wordsOf(family: DialectFamily): Words {
  return WORDS[family]
}
