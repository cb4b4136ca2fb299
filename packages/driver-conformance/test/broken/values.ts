// Owns: drivers that change what they carry.
// Must not know: how they are found out.

import type { Driver, Row, SqlValue } from '@godwit/core/driver'
import { reference } from '../reference/driver.ts'
import { alter } from './alter.ts'
import type { Bug } from './bug.ts'
import { reading } from './reading.ts'

const BOUND = 'a bound value is read back as it was, integers beyond 2^53 as bigint and all others as number'
const ROW = 'a row has its columns, in their order and under their names, and nothing else'
const AFFECTED = 'affected counts the rows that were inserted, changed or deleted, and is 0 for everything else'

function binding(path: string, change: (value: SqlValue) => SqlValue): Driver {
  return alter(reference(path), { run: (executor, text, params) => executor.run(text, params?.map(change)) })
}

function rowed(path: string, change: (row: Row) => Row): Driver {
  return alter(reference(path), {
    run: async (executor, text, params) => {
      const { rows, affected } = await executor.run(text, params)
      return { affected, rows: rows.map(change) }
    },
  })
}

export const values: readonly Bug[] = [
  {
    bug: 'rounds integers beyond 2^53',
    make: (path) => reading(reference(path), (value) => (typeof value === 'bigint' ? Number(value) : value)),
    caughtBy: [BOUND, "the dialect's literal of a value is read back as the value"],
    says: /an integer beyond 2\^53: number/,
  },
  {
    bug: 'gives every integer as bigint',
    make: (path) => reading(reference(path), (value) => (Number.isInteger(value) ? BigInt(value as number) : value)),
    caughtBy: [BOUND],
    says: /zero: bigint/,
  },
  {
    bug: 'reads the empty string as null',
    make: (path) => reading(reference(path), (value) => (value === '' ? null : value)),
    caughtBy: [BOUND],
    says: /the empty string: object/,
  },
  {
    bug: 'reads null as undefined',
    make: (path) => reading(reference(path), (value) => value ?? undefined),
    caughtBy: [BOUND],
    says: /no integer: undefined/,
  },
  {
    bug: 'gives bytes as an ArrayBuffer',
    make: (path) => reading(reference(path), (value) => (value instanceof Uint8Array ? Uint8Array.from(value).buffer : value)),
    caughtBy: [BOUND],
    says: /ArrayBuffer/,
  },
  {
    bug: 'binds the whole buffer of a view',
    make: (path) => binding(path, (value) => (value instanceof Uint8Array ? new Uint8Array(value.buffer as ArrayBuffer) : value)),
    caughtBy: [BOUND],
    says: /out of the middle/,
  },
  {
    bug: 'binds booleans as text',
    make: (path) => binding(path, (value) => (typeof value === 'boolean' ? String(value) : value)),
    caughtBy: [BOUND],
    says: /true: string/,
  },
  {
    bug: 'loses characters outside the basic plane',
    make: (path) => binding(path, (value) => (typeof value === 'string' ? value.replaceAll(/[^\0-\uffff]/gu, '?') : value)),
    caughtBy: [BOUND],
    says: /other scripts/,
  },
  {
    bug: 'has a dialect that forgets to double quotes',
    make: (path) =>
      alter(reference(path), {
        dialect: (sound) => ({ ...sound, literal: (value) => (typeof value === 'string' ? `'${value}'` : sound.literal(value)) }),
      }),
    caughtBy: ["the dialect's literal of a value is read back as the value"],
    says: /syntax error|unrecognized token/,
  },
  {
    bug: 'forgets parameters inside a transaction',
    make: (path) =>
      alter(reference(path), {
        run: (executor, text, params) => executor.run(text, 'commit' in executor ? params?.map(() => null) : params),
      }),
    caughtBy: [
      'parameters are bound by position, inside a transaction too, and a whole number can be a LIMIT',
      'a parameter in a function is refused without its value, where the engine would take NULL for it, and taken with it',
    ],
    says: /deep-?equal/i,
  },
  {
    bug: 'lowers the case of column names',
    make: (path) => rowed(path, (row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]))),
    caughtBy: [ROW],
    says: /deep-?equal/i,
  },
  {
    bug: 'gives rows by index too',
    make: (path) => rowed(path, (row) => Object.fromEntries([...Object.values(row).entries(), ...Object.entries(row)])),
    caughtBy: [ROW],
    says: /deep-?equal/i,
  },
  {
    bug: 'counts the rows that were read as affected',
    make: (path) =>
      alter(reference(path), {
        run: async (executor, text, params) => {
          const { rows, affected } = await executor.run(text, params)
          return { rows, affected: affected + rows.length }
        },
      }),
    caughtBy: [AFFECTED],
    says: /SELECT/,
  },
  {
    bug: 'repeats the count of the statement before',
    make: (path) => {
      let last = 0
      return alter(reference(path), {
        run: async (executor, text, params) => {
          const { rows, affected } = await executor.run(text, params)
          last = affected || last
          return { rows, affected: last }
        },
      })
    },
    caughtBy: [AFFECTED],
    says: /CREATE INDEX after an INSERT/,
  },
]
