// Owns: texts as long as their columns, and those that rows are found by.
// Must not know: tables.

import { type Kind, text } from './kind.ts'

/** At most `length` characters, which is what the column of MySQL has: the others would store more. Encoding throws `TypeError` on another. */
export function shortText(length: number): Kind<string> {
  return {
    ...text,
    encode(value, where) {
      const given = text.encode(value, where)
      if (value.length <= length || (value.length <= 2 * length && Array.from(value).length <= length)) return given
      throw new TypeError(`${where} takes a text of at most ${length} characters.`)
    },
  }
}

/** The same without a blank at its end: to MySQL `a` and `a ` are equal, and whoever asks for one of them gets the other's row. */
export function soughtText(length: number): Kind<string> {
  const short = shortText(length)
  return {
    ...short,
    encode(value, where) {
      const given = short.encode(value, where)
      if (!value.endsWith(' ')) return given
      throw new TypeError(`${where} takes a text that does not end in a blank.`)
    },
  }
}

/**
 * At least one and at most `length` characters, no blank at either end: MySQL takes `a` and `a ` for the same, and cuts no text that
 * the others would store whole. Encoding throws `TypeError` on another.
 */
export function keyText(length: number): Kind<string> {
  return {
    ...text,
    encode(value, where) {
      const given = text.encode(value, where)
      if (value.length <= length && value !== '' && value.trim() === value) return given
      throw new TypeError(`${where} takes a text of 1 to ${length} characters with no blank at either end.`)
    },
  }
}
