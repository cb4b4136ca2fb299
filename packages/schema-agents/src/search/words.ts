// Owns: what a word is, and whether a text has it.
// Must not know: engines, tables.

import { fold } from './fold.ts'
import { inJavaScript } from './ranges.ts'
import { separatorsAs } from './separators.ts'

/** So many characters of a text are searched: a text index of PostgreSQL has an end, and a longer one could not be saved. */
export const SEARCHED_CHARACTERS = 100_000

const SEPARATORS = new RegExp(`[${separatorsAs(inJavaScript)}]+`, 'u')

/** Each once, folded. What is written without gaps, Chinese say, is one word. */
export function wordsOf(text: string): ReadonlySet<string> {
  return new Set(
    fold(beginning(text))
      .split(SEPARATORS)
      .filter((word) => word !== ''),
  )
}

/** All of them are in it, whole. */
export function hasWords(text: string, words: ReadonlySet<string>): boolean {
  const those = wordsOf(text)
  for (const word of words) if (!those.has(word)) return false
  return true
}

/** What of a text is searched. */
export function beginning(text: string): string {
  // A character has one or two units: a shorter text is not counted.
  return text.length <= SEARCHED_CHARACTERS
    ? text
    : Array.from(text.slice(0, 2 * SEARCHED_CHARACTERS))
        .slice(0, SEARCHED_CHARACTERS)
        .join('')
}
