// Owns: what of a JSON value is read by somebody who searches.
// Must not know: tables.

import type { Json } from '../sql/kind.ts'

/** The texts and numbers in it, wherever they are; not the names of its fields, which every row has. */
export function textInJson(value: Json): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  if (value === null || typeof value === 'boolean') return ''
  return Object.values(value).map(textInJson).join('\n')
}

/** `JSON.stringify` writes a new line as `\n`, and whoever reads that for words takes the `n` for the next word's first letter. */
export const JSON_HEADS: readonly string[] = ['n', 't', 'r', 'b', 'f']
