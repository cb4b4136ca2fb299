// Owns: the smallest sound driver for PostgreSQL, over pg.
// Must not know: laws.

import pg from 'pg'
import {
  assertBindable,
  DriverError,
  isDriverError,
  postgres,
  type Driver,
  type DriverReason,
  type Outcome,
  type SqlValue,
} from '@godwit/core/driver'
import { driverOf } from './driver.ts'
import type { Line } from './line.ts'

const FLOATS: ReadonlySet<number> = new Set([700, 701])
const WHOLE: ReadonlySet<number> = new Set([20, 21, 23, 26])
const types = {
  /** What JavaScript has no type for stays text. */
  getTypeParser: (oid: number): ((text: string) => unknown) => {
    if (WHOLE.has(oid)) return wholeNumber
    if (FLOATS.has(oid)) return Number
    if (oid === 16) return (text) => text === 't'
    return oid === 17 ? (text) => Buffer.from(text.slice(2), 'hex') : String
  },
}

export function postgresReference(url: string, batch: 'atomic' | 'ordered' = 'atomic'): Driver {
  return driverOf({
    name: 'postgres reference',
    dialect: postgres,
    capabilities: { ddl: 'transactional', batch, session: 'pinned', writers: 'many' },
    connect: async () => {
      const client = new pg.Client({ connectionString: url })
      // Said to whoever waits for a statement, too.
      client.on('error', () => {})
      try {
        await client.connect()
        const { rows } = await client.query<{ id: number }>('SELECT pg_backend_pid() AS id')
        return { line: lineTo(client, String(rows[0]?.id)), dialect: postgres }
      } catch (error) {
        await client.end().catch(() => {})
        throw refused(error, 'not-applied')
      }
    },
  })
}

function lineTo(client: pg.Client, id: string): Line {
  return {
    id,
    send: async (text, params) => {
      if (text.includes('\0'))
        throw new DriverError({ reason: 'syntax', message: 'a statement with a NUL character', outcome: 'not-applied' })
      const values = params?.map(bindable)
      return outcome(await client.query({ text, types, ...(values === undefined ? {} : { values }) }))
    },
    refused: (error) => refused(error, 'unknown'),
    end: () => client.end().catch(() => {}),
  }
}

function outcome(result: pg.QueryResult<Record<string, unknown>> | readonly pg.QueryResult<Record<string, unknown>>[]): Outcome {
  const { command, rowCount, rows } = Array.isArray(result) ? (result.at(-1) as pg.QueryResult) : (result as pg.QueryResult)
  return { rows, affected: ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(command) ? (rowCount ?? 0) : 0 }
}

function bindable(value: SqlValue, index: number): unknown {
  assertBindable(value, index)
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value
}

function wholeNumber(text: string): number | bigint {
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : BigInt(text)
}

const REASONS: readonly (readonly [prefix: string, reason: DriverReason])[] = [
  ['40P01', 'deadlock'],
  ['40', 'serialization'],
  ['55P03', 'lock-timeout'],
  ['57014', 'statement-timeout'],
  ['57P', 'connection'],
  ['08P01', 'unknown'],
  ['08', 'connection'],
  ['28', 'authentication'],
  ['23', 'constraint'],
  ['42501', 'permission'],
  ['42601', 'syntax'],
  ['42710', 'constraint'],
  ['42P07', 'constraint'],
  ['42P01', 'missing-object'],
  ['42703', 'missing-object'],
  ['42704', 'missing-object'],
]

/** `lost`: what an error means that no server sent. */
function refused(error: unknown, lost: 'not-applied' | 'unknown'): DriverError {
  if (isDriverError(error)) return error
  const message = error instanceof Error ? error.message : String(error)
  if (!(error instanceof pg.DatabaseError)) return new DriverError({ reason: 'connection', message, outcome: lost })
  const { code = '', position } = error
  const reason = REASONS.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 'unknown'
  return new DriverError({
    reason,
    message,
    code,
    outcome: reason === 'connection' ? lost : 'not-applied',
    position: position === undefined ? undefined : Number(position) - 1,
  })
}
