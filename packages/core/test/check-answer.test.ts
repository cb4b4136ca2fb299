import { expect, it } from 'vitest'
import { checkAnswer } from '../src/pure/planning/check-answer.ts'

it.each<[unknown, ReturnType<typeof checkAnswer>]>([
  [1, 'there'],
  [2, 'there'],
  [-1, 'there'],
  [0.5, 'there'],
  [2n ** 60n, 'there'],
  [true, 'there'],
  [0, 'not there'],
  [-0, 'not there'],
  [0n, 'not there'],
  [false, 'not there'],
  [null, 'not there'],
  [undefined, 'not there'],
  [Number.NaN, 'neither'],
  ['', 'neither'],
  ['0', 'neither'],
  ['1', 'neither'],
  ['t', 'neither'],
  [new Uint8Array([1]), 'neither'],
  [new Date(0), 'neither'],
])('a check that gives %s says %s', (value, expected) => {
  expect(checkAnswer(value)).toBe(expected)
})
