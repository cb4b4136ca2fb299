// Owns: a driver that reads other values than the database gave.
// Must not know: which.

import type { Driver } from '@godwit/core/driver'
import { alter } from './alter.ts'

/** Every value of a row passes through `change`. */
export function reading(sound: Driver, change: (value: unknown) => unknown): Driver {
  return alter(sound, {
    run: async (executor, text, params) => {
      const { rows, affected } = await executor.run(text, params)
      return { affected, rows: rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, change(value)]))) }
    },
  })
}
