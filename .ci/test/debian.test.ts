// Owns: the proof that a missing server is noticed, and installed only by who may.
// Must not know: what is on this machine.

import { expect, test } from 'vitest'

import { installation, missing } from '../debian.mjs'

const only =
  (...files: readonly string[]) =>
  (file: string): boolean =>
    files.includes(file)

test('names the packages of which nothing is there', () => {
  expect(missing(() => true)).toEqual([])
  expect(missing(only('mariadbd', 'rsync', 'lsof'))).toEqual(['galera-4', 'pgbouncer'])
})

test('root installs, others by sudo if they have it, and nobody without apt', () => {
  const last = (uid: number, ...files: readonly string[]): string | undefined =>
    installation(['lsof'], { uid, has: only(...files) })
      ?.at(-1)
      ?.join(' ')
  const install = 'apt-get install --quiet --yes --no-install-recommends lsof'
  expect(last(0, 'apt-get')).toBe(`env DEBIAN_FRONTEND=noninteractive ${install}`)
  expect(last(1000, 'apt-get', 'sudo')).toBe(`sudo -n env DEBIAN_FRONTEND=noninteractive ${install}`)
  expect(last(1000, 'apt-get')).toBeUndefined()
  expect(last(0)).toBeUndefined()
})
