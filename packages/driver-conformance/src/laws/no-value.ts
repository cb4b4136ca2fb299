// Owns: what becomes of a parameter that is given something that no database has.
// Must not know: migrations. What is a value comes back: that is in `values`.

import assert from 'node:assert/strict'
import type { SqlValue } from '@godwit/core/driver'
import type { Law } from '../law.ts'
import { cell } from '../probe.ts'
import { refusal } from '../refusal.ts'

/** From callers without types, and what 64 bits do not hold. */
const NO_VALUES: Readonly<Record<string, unknown>> = {
  undefined,
  'no number': Number.NaN,
  'an infinite number': Number.POSITIVE_INFINITY,
  'an integer of more than 64 bits, signed': 2n ** 63n,
  'an integer of more than 64 bits': 2n ** 64n,
  'an object': { a: 1 },
  'a date': new Date(0),
}

export const noValue: readonly Law[] = [
  {
    concept: 'values',
    name: 'what is no value is refused as a parameter, and nothing runs',
    run: async ({ open, words }) => {
      const session = await open()
      await session.run(`CREATE TABLE items (id ${words.types.integer})`)
      for (const [what, value] of Object.entries(NO_VALUES)) {
        const error = await refusal(what, () => session.run(`INSERT INTO items (id) VALUES (${words.parameter(1)})`, [value as SqlValue]))
        assert.equal(error.outcome, 'not-applied', `${what}: ${error.message}`)
      }
      assert.equal(await cell(session, 'SELECT COUNT(*) FROM items'), 0, 'rows of refused values')
    },
  },
]
