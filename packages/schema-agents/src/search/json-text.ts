// Owns: what of a JSON value is read by somebody who searches.
// Must not know: tables.

import type { Json } from '../sql/kind.ts'
import { beginning } from './words.ts'

/** A text, which ends with its quotation mark or where the beginning of the whole ends, and the colon behind it; or a number. */
const SCALARS = /"(?<text>(?:[^"\\]|\\.)*)"?(?<colon>:)?|-?\d[\d.eE+-]*/gs

/**
 * The texts and numbers in it, wherever they are; not the names of its fields, which every row has. Of what is written down for it
 * as much as of any other text.
 */
export function textInJson(value: Json): string {
  const read: string[] = []
  for (const { 0: scalar, groups = {} } of beginning(JSON.stringify(value)).matchAll(SCALARS)) {
    if (groups['colon'] !== undefined) continue
    read.push(groups['text'] === undefined ? scalar : unescaped(groups['text']))
  }
  return read.join('\n')
}

/** `JSON.stringify` writes a new line as `\n`, and whoever reads that for words takes the `n` for the next word's first letter. */
export const JSON_HEADS: readonly string[] = ['n', 't', 'r', 'b', 'f']

function unescaped(text: string): string {
  return String(JSON.parse(`"${text.replace(/\\u[0-9a-f]{0,3}$/, '')}"`))
}
