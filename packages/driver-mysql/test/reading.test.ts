// Owns: that a text that is plain is read as the lexer reads it.
// Must not know: which texts are plain.

import { expect, test } from 'vitest'
import { read, readTokens, type Reading } from '../src/reading.ts'

const WORDS = ['UPDATE', 'set', 'SELECT', 'Insert into', 'ALTER TABLE', 'DELIMITER', 'statement', 'returning', 'partition', 'check']
const BODIES = [
  'CREATE',
  'PROCEDURE p()',
  'TRIGGER',
  'EVENT e DO',
  'BEGIN',
  'END',
  'IF',
  'CASE',
  'NOT ATOMIC',
  'CREATE UNIQUE INDEX i',
  'DROP',
]
const MARKS = String.raw`'a' ' '' \' \ " ; # -- /* */ /*! / - $ . @ ü N 1`.split(' ')
const PIECES = [...WORDS, ...BODIES, ...MARKS, '(', ')', '`', '`a;b`', '\n', ' ', '\0', '\u00a0']

function outcome(how: (text: string) => Reading, text: string): string {
  try {
    return JSON.stringify(how(text))
  } catch (error) {
    return String(error)
  }
}

test('a plain text is read as the lexer reads it', () => {
  const otherwise: string[] = []
  let plain = 0
  for (const first of [...WORDS, ...BODIES])
    for (const second of PIECES)
      for (const third of PIECES)
        for (const fourth of ['', "'b", "\\''", '`', ' -- x']) {
          const text = `${first} ${second}${third}${fourth}`
          const found = outcome(read, text)
          if (found !== outcome(readTokens, text)) otherwise.push(text)
          if (found.includes('"ends":"ok"')) plain++
        }
  expect(otherwise).toEqual([])
  expect(plain).toBeGreaterThan(1000)
})

test.each([
  ["UPDATE t SET a = 'x; \\' y', b = 'it''s'", 'UPDATE'],
  ['INSERT INTO `a;b` VALUES (1, \'{"kind":"statement"}\')', 'INSERT'],
  ["SET @a = 'RETURN'", 'SET'],
])('%s ends with one answer', (text, keyword) => {
  expect(read(text)).toEqual({ text, keyword, ends: 'ok', returning: 'no' })
})
