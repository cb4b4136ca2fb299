// Owns: whether a word is one of those that there are, for callers whom no type checker stood in the way.
// Must not know: what the words mean.

import { MigrateError } from '../../model/error.ts'
import { nearest } from '../line/nearest.ts'

/** Throws `MigrateError` with code `INVALID`: taken for another one, it would do what nobody asked for. */
export function checkWord(subject: string, word: unknown, words: readonly string[]): void {
  if (typeof word === 'string' && words.includes(word)) return
  const meant = typeof word === 'string' ? nearest(word, words) : undefined
  const given = typeof word === 'string' ? `'${word}'` : String(word)
  throw new MigrateError(
    'INVALID',
    `The ${subject} cannot be ${given}: it is ${words.map((one) => `'${one}'`).join(' or ')}.${meant === undefined ? '' : ` Did you mean '${meant}'?`} Nothing was run.`,
    { subject, id: undefined },
  )
}
