import { expect, test } from 'vitest'
import { withoutSecrets } from '../src/pure/words/without-secrets.ts'

test.each(['x', 'ab', 'pw1', '$', '"', '.*', '[', '-', '}'])('the words that a short secret is a part of stay: %s', (secret) => {
  const words = `e${secret}ecute`
  expect(withoutSecrets(`cannot ${words}, refused ${secret} and "${secret}"`, [secret])).toMatch(/^cannot .*, refused \*\*\* and /)
  expect(withoutSecrets(words, [secret])).toBe(words)
})

test('of secrets that contain one another nothing is left', () => {
  expect(withoutSecrets('given hush-hush', ['hush', 'hush-hush', ''])).toBe('given ***')
})
