import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { portableSha256, sha256 } from '../src/runtime/sha256.ts'

test.each([
  { what: 'nothing', text: '' },
  { what: 'plain letters', text: 'abc' },
  { what: 'letters beyond ASCII', text: 'ä€𝄞' },
  { what: 'a NUL', text: 'a\0b' },
  { what: 'half of a surrogate pair', text: 'a\ud834b' },
  { what: 'many blocks', text: 'x'.repeat(100_000) },
])('the runtime and the portable code hash $what alike', ({ text }) => {
  const reference = createHash('sha256').update(Buffer.from(text, 'utf8')).digest('hex')
  expect(sha256(text)).toBe(reference)
  expect(portableSha256(text)).toBe(reference)
})
