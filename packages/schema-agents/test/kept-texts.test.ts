// Owns: which texts every engine keeps.
// Must not know: engines.

import { describe, expect, test } from 'vitest'
import { json, text } from '../src/sql/kind.ts'

describe('a text', () => {
  test.each(['', 'ä', '\u{1F600}', String.raw`\ud83d`, '\u0001', '\uFFFD', '\uFEFF'])('%j is kept', (value) => {
    expect(text.encode(value, 'x')).toBe(value)
  })

  test.each(['\0', 'a\0', '\ud83d', '\ude00', '\ude00\ud83d', 'a\ud83db'])('%j is not', (value) => {
    expect(() => text.encode(value, 'x')).toThrow('x takes a text without NUL and without half a surrogate pair')
  })
})

describe('JSON', () => {
  test.each([
    '\u{1F600}',
    '\0',
    String.raw`\ud83d`,
    String.raw`\\ud83d`,
    { [String.raw`\ude00`]: String.raw`a\\\udfff` },
    '\\',
    ['\\', 'ud83d'],
  ])('%j is kept', (value) => {
    expect(json.decode(json.encode(value, 'x'))).toEqual(value)
  })

  test.each(['\ud83d', '\\\ud83d', '\\\\\ude00', { '\ud83d': 1 }, [{ a: ['\u{1F600}\ude00'] }], 'a"\udfff'])('%j is not', (value) => {
    expect(() => json.encode(value, 'x')).toThrow('x takes JSON without half a surrogate pair')
  })
})
