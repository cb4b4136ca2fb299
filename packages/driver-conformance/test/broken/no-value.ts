// Owns: drivers that take something else for a value.
// Must not know: how they are found out.

import type { SqlValue } from '@godwit/core/driver'
import { reference } from '../reference/driver.ts'
import { alter } from './alter.ts'
import type { Bug } from './bug.ts'
import { refuse } from './but.ts'

const NO_VALUE = 'what is no value is refused as a parameter, and nothing runs'

export const noValue: readonly Bug[] = [
  ...Object.entries<readonly [took: (value: unknown) => unknown, says: RegExp]>({
    'takes what is not given for NULL': [(value) => value ?? null, /undefined: was not refused/],
    'takes what is no number for NULL': [(value) => (Number.isNaN(value) ? null : value), /no number: was not refused/],
    'takes the largest number for an infinite one': [
      (value) => (value === Number.POSITIVE_INFINITY ? Number.MAX_VALUE : value),
      /an infinite number: was not refused/,
    ],
    'keeps the sign of 64 bits only': [
      (value) => (typeof value === 'bigint' ? BigInt.asIntN(64, value) : value),
      /an integer of more than 64 bits, signed: was not refused/,
    ],
    'keeps no more than 64 bits': [
      (value) => (typeof value === 'bigint' && value > 2n ** 63n ? BigInt.asUintN(63, value) : value),
      /an integer of more than 64 bits: was not refused/,
    ],
    'makes JSON of objects': [
      (value) => (typeof value === 'object' && value !== null && 'a' in value ? JSON.stringify(value) : value),
      /an object: was not refused/,
    ],
    'makes text of dates': [(value) => (value instanceof Date ? value.toISOString() : value), /a date: was not refused/],
  }).map(([bug, [took, says]]): Bug => ({
    bug,
    make: (path) =>
      alter(reference(path), {
        run: (executor, text, params) =>
          executor.run(
            text,
            params?.map((value) => took(value) as SqlValue),
          ),
      }),
    caughtBy: [NO_VALUE],
    says,
  })),
  {
    bug: 'is not sure about values that it refuses',
    make: (path) =>
      alter(reference(path), {
        run: (executor, text, params) => executor.run(text, params).catch((error: unknown) => refuse(error, { outcome: 'unknown' })),
      }),
    caughtBy: [NO_VALUE],
    says: /undefined: Parameter 1 cannot be bound/,
  },
  {
    bug: 'writes the row without the value that it refuses',
    make: (path) =>
      alter(reference(path), {
        run: (executor, text, params) =>
          executor.run(text, params).catch(async (error: unknown) => {
            await executor.run(
              text,
              params?.map(() => null),
            )
            throw error
          }),
      }),
    caughtBy: [NO_VALUE],
    says: /rows of refused values/,
  },
]
