// Owns: which words are asked of an index, and in which of the engines' languages.
// Must not know: tables, connections.

import type { DialectFamily } from '@godwit/core'
import { unmarked } from './fold.ts'
import { characterClass, inJavaScript } from './ranges.ts'

/** In characters: what InnoDB keeps unless it is told otherwise. */
export interface TermSize {
  readonly least: number
  readonly most: number
}

/** PostgreSQL refuses words of more than 2 kB, and InnoDB has none of more than 84 characters. */
export const ANY_SIZE: TermSize = { least: 1, most: 84 }

/** FTS5 ends at 256, and nobody needs as many to find few rows. */
const MOST_TERMS = 16

/** Letters that every engine takes for letters. Of what is written in others, the rows are asked and not the index. */
const LETTERS = `
  30-39 5f 61-7a aa b5 ba df-f6 f8-24f 386 388-38a 38c 38e-3a1 3a3-3ce 400-481 48a-513 561-587 5d0-5ea 621-63a 641-64a
  660-669 901-939 93c-94d 966-96f e01-e3a e40-e4e e50-e59 1e00-1e95 1ea0-1ef9 3041-3096 30a1-30fa 30fc-30fe 3400-4db5
  4e00-9fa5 ac00-d7a3`

/** More than `_` and marks: in a vowel sign that stands alone, some engine sees no word. */
const KNOWN = new RegExp(`^(?=.*[\\p{L}\\p{N}])[${characterClass(LETTERS, inJavaScript)}]+$`, 'u')

/** `information_schema.innodb_ft_default_stopword`: InnoDB keeps them out of an index unless it is told otherwise. */
const INNODB_STOPWORDS: ReadonlySet<string> = new Set(
  'a about an are as at be by com de en for from how i in is it la of on or that the this to was what when where who will with und the www'.split(
    ' ',
  ),
)

export function isKnown(word: string): boolean {
  return KNOWN.test(word)
}

/** The longest first: they are the rare ones. Not all of `words` have to be in it, since the rows that are found are asked again. */
export function indexTerms(dialect: DialectFamily, words: ReadonlySet<string>, { least, most }: TermSize): readonly string[] {
  return [...words]
    .filter((word) => isKnown(word) && word.length >= least && word.length <= most)
    .filter((word) => dialect !== 'mysql' || !INNODB_STOPWORDS.has(word))
    .toSorted((a, b) => b.length - a.length)
    .slice(0, MOST_TERMS)
}

/** Every one of `terms`, with one of `heads` in front of it or none. Nothing in a term means anything to any of these languages. */
export function indexExpression(dialect: DialectFamily, terms: readonly string[], heads: readonly string[]): string {
  const each = terms.map((term) => [term, ...heads.map((head) => `${head}${term}`)])
  switch (dialect) {
    case 'sqlite':
      return each.map((ways) => `(${ways.map((way) => `"${way}"`).join(' OR ')})`).join(' AND ')
    case 'postgres':
      return each.map((ways) => `(${ways.map((way) => `'${unmarked(way)}'`).join(' | ')})`).join(' & ')
    case 'mysql':
      return each.map((ways) => (ways.length === 1 ? `+${ways[0] ?? ''}` : `+(${ways.join(' ')})`)).join(' ')
    default:
      return dialect satisfies never
  }
}
