// Owns: which words are asked of an index, and in which of the engines' languages.
// Must not know: tables, connections.

import type { DialectFamily } from '@godwit/core'
import { unmarked } from './fold.ts'

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
const KNOWN =
  /^(?=.*[^_])[0-9a-z_\u00aa\u00b5\u00ba\u00df-\u00f6\u00f8-\u024f\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u0481\u048a-\u0513\u0561-\u0587\u05d0-\u05ea\u0621-\u063a\u0641-\u064a\u0660-\u0669\u0901-\u0939\u093c-\u094d\u0966-\u096f\u0e01-\u0e3a\u0e40-\u0e4e\u0e50-\u0e59\u1e00-\u1e95\u1ea0-\u1ef9\u3041-\u3096\u30a1-\u30fa\u30fc-\u30fe\u3400-\u4db5\u4e00-\u9fa5\uac00-\ud7a3]+$/

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
