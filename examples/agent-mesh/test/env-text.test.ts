// Owns: one key of a .env changed, and what is around it.
// Must not know: files.

import { parse } from 'dotenv'
import { describe, expect, test } from 'vitest'
import { withKey } from '../src/env-text.ts'

const PASSWORDS = [
  `p@:/#%$' space`,
  `p@:/#%$" space`,
  'a b',
  'a#b',
  ' # ',
  '$HOME',
  '${HOME}',
  'a\\nb',
  "it's",
  '"',
  '\\',
  'a\\',
  '`',
  `'"`,
  `'\``,
]

describe('a value is read back as it was (S-D7)', () => {
  test.each([
    'C:\\new\\test.db',
    'sqlite:C:\\new\\test\\r.db',
    'file:data/my new.db',
    ...PASSWORDS,
    ...PASSWORDS.map((password) => `postgres://u:${encodeURIComponent(password)}@h/db`),
  ])('%j (S-D7)', (value) => {
    const text = withKey('A=1\n', 'URL', value)
    expect(parse(text)).toEqual({ A: '1', URL: value })
    expect(parse(withKey(text, 'URL', 'other'))).toEqual({ A: '1', URL: 'other' })
  })

  test('a plain one stands in double quotes, one with a backslash or a $ in single ones, which other readers leave alone, too', () => {
    expect(withKey('', 'URL', 'file:data/a.db')).toBe('URL="file:data/a.db"\n')
    expect(withKey('', 'URL', 'C:\\new')).toBe("URL='C:\\new'\n")
    expect(withKey('', 'URL', 'a$b')).toBe("URL='a$b'\n")
  })

  test('one that holds all three kinds of quotes is refused, and the refusal does not show it', () => {
    expect(() => withKey('', 'URL', `s'e"c\`ret`)).toThrow(/^The value for URL holds all three kinds of quotes/)
  })
})

describe('the rest stays (S-D2, S-D3)', () => {
  test.each([
    ['at the end, with the line end that was missing', 'A=1', 'A=1\nURL="new"\n'],
    ['where it stands, with its comment', '# x\nURL="old" # why\n\nB=2\n', '# x\nURL="new" # why\n\nB=2\n'],
    ['with export and spaces', '  export URL = old\nB=2\n', '  export URL="new"\nB=2\n'],
    ['with the line ends of Windows', 'A=1\r\nURL=old\r\nB=2\r\n', 'A=1\r\nURL="new"\r\nB=2\r\n'],
    ['at the end, with the line ends of Windows', 'A=1\r\n', 'A=1\r\nURL="new"\r\n'],
    ['once, where it stood last', 'URL=1\nA=1\nURL="2"\nB=2\n', 'A=1\nURL="new"\nB=2\n'],
    ['a key that only begins so', 'URL_2=1\nMY_URL=2\n', 'URL_2=1\nMY_URL=2\nURL="new"\n'],
    ['a comment', '#URL=1\n# URL=2\n', '#URL=1\n# URL=2\nURL="new"\n'],
    ['a value over several lines', 'A="x\nURL=inside\ny"\n', 'A="x\nURL=inside\ny"\nURL="new"\n'],
    ['an old value over several lines', 'URL="x\ny"\nB=2\n', 'URL="new"\nB=2\n'],
    ['with a colon, which dotenv reads as well', 'URL: old\nB=2\n', 'URL="new"\nB=2\n'],
    ['an empty old value', 'URL=\nB=2\n', 'URL="new"\nB=2\n'],
  ])('%s (S-D2, S-D3)', (_, before, after) => {
    expect(withKey(before, 'URL', 'new')).toBe(after)
    expect(withKey(after, 'URL', 'new')).toBe(after)
  })

  test('a form in which it cannot be set without harm is refused', () => {
    // dotenv goes on to the next line for the value of B.
    expect(() => withKey('B:\n', 'URL', 'new')).toThrow(/cannot be set without harm to the rest/)
  })
})
