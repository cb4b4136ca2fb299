// Owns: what of a JSON value is searched.
// Must not know: engines.

import { expect, test } from 'vitest'
import { textInJson } from '../../src/search/json-text.ts'
import { SEARCHED_CHARACTERS } from '../../src/search/words.ts'

test.each([
  [{ a: 'x', b: ['y', { c: 'z' }] }, 'x\ny\nz'],
  ['say "x": \\n\n', 'say "x": \\n\n'],
  [[1, -2.5, 1e21, true, null, ''], '1\n-2.5\n1e+21\n'],
  [{}, ''],
  [null, ''],
  [{ 'a "b": c': ': "' }, ': "'],
] as const)('of %j', (value, text) => {
  expect(textInJson(value)).toBe(text)
})

test('what ends in the middle of something is read as far as it goes', () => {
  for (let short = 0; short < 12; short++) {
    const filled = 'x'.repeat(SEARCHED_CHARACTERS - short)
    expect(textInJson([filled, 'a\n\u0001\u0001"b'])).toMatch(/^x+/)
    expect(textInJson(`${filled}\n\u0001"`)).toMatch(/^x+/)
  }
})
