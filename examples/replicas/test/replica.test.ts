// Owns: what a test may rely on about a replica.
// Must not know: real services.

import { join } from 'node:path'
import { expect, test } from 'vitest'
import { replicasOf } from '../src/index.ts'

const start = replicasOf(join(import.meta.dirname, 'testdata/service.mjs'))

test('a replica gets its database, its options and any port, says where it serves, and ends in order when it is told to', async () => {
  const replica = start('file:a.db', '--no-warnings')
  expect(await replica.serving()).toBe('file:a.db with --no-warnings, port 0')
  replica.stop()
  expect(await replica.printed(/^SIGTERM/)).toBe('SIGTERM: ending')
  expect(await replica.ended).toBe(0)
})

test('what ends before it serves is an error with all that it said', async () => {
  await expect(start('broken').serving()).rejects.toThrow('ended with 3: the database is broken')
})
