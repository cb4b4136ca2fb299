import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareId } from '../src/pure/line/compare-id.ts'
import { versionOf } from '../src/pure/line/version.ts'

test('versions are ordered part by part, whatever separates number and name', () => {
  const ordered = [
    '0001_a',
    'V1__b',
    'V1.1__c',
    'V1_2__d',
    'V1.10__e',
    'V2__f',
    '0003-g',
    '9_h',
    '10_i',
    '20260101T0800_j',
    '20260101T0930_k',
    'seed',
  ]
  expect(ordered.toReversed().toSorted(compareId)).toEqual(ordered)
})

test('an underscore and a number after the number are part of the name, except in the form of Flyway', () => {
  expect(versionOf('0001_2fa')).toEqual(['1'])
  expect(versionOf('V1_2__x')).toEqual(['1', '2'])
  expect(versionOf('V1_2_x')).toEqual(['1'])
  expect(versionOf('V010.000__x')).toEqual(['10', '0'])
  expect(versionOf('users')).toEqual([])
})

const id = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('', 'V', 'v'),
      fc.array(fc.constantFrom('0', '1', '01', '2', '10', '99999999999999999999'), { minLength: 1, maxLength: 3 }),
      fc.constantFrom('.', '_', '-'),
      fc.constantFrom('', '__a', '_a', '.b', '_2', '__10'),
    )
    .map(([prefix, parts, separator, rest]) => prefix + parts.join(separator) + rest),
  fc.string({ unit: fc.constantFrom('0', '1', '9', '.', '_', 'V', 'a'), maxLength: 8 }),
)

test('the order is total: no three ids go round in a circle, and only equal ones are equal', () => {
  fc.assert(
    fc.property(id, id, id, (a, b, c) => {
      expect(Math.sign(compareId(a, b))).toBe(-Math.sign(compareId(b, a)) + 0)
      expect(compareId(a, b) === 0).toBe(a === b)
      const circle = compareId(a, b) <= 0 && compareId(b, c) <= 0 && compareId(a, c) > 0
      expect(circle).toBe(false)
    }),
    { numRuns: 5000 },
  )
})

test('the order agrees with the parts of the version', () => {
  fc.assert(
    fc.property(id, id, (a, b) => {
      const [left, right] = [versionOf(a), versionOf(b)].map((parts) => parts.map(BigInt))
      if (left === undefined || right === undefined || left.length === 0 || right.length === 0) return
      const at = left.findIndex((part, index) => part !== right[index])
      if (at === -1 && left.length === right.length) return
      const before = at === -1 || right[at] === undefined ? left.length < right.length : (left[at] ?? 0n) < right[at]
      expect(compareId(a, b) < 0).toBe(before)
    }),
    { numRuns: 5000 },
  )
})
