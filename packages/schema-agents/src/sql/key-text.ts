// Owns: texts that rows are found by.
// Must not know: tables.

import { type Kind, text } from './kind.ts'

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
