// Owns: a list of texts as it lies in a column, as JSON.
// Must not know: tables.

import { json, type Kind } from '../../sql/kind.ts'

/** Encoding throws `TypeError` on anything else. A null in the column is an empty list; an element of another type is read as a text. */
export const textList: Kind<readonly string[]> = {
  into: (mark) => mark,
  from: (column, dialect) => (dialect === 'mysql' ? `CONCAT(${column})` : column),
  encode(value, where) {
    if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return json.encode(value, where)
    throw new TypeError(`${where} takes a list of texts.`)
  },
  decode: (value) => (value === null ? [] : (JSON.parse(String(value)) as readonly unknown[]).map(String)),
}
