// Owns: the smallest sound driver for MySQL and MariaDB, over mysql2.
// Must not know: laws.

import { createConnection, type Connection, type FieldPacket, type ResultSetHeader } from 'mysql2/promise'
import {
  assertBindable,
  DriverError,
  isDriverError,
  mysql,
  type Dialect,
  type Driver,
  type DriverReason,
  type Outcome,
  type Row,
  type SqlValue,
} from '@godwit/core/driver'
import { driverOf } from './driver.ts'
import type { Line } from './line.ts'

const LONGLONG = 8

export function mysqlReference(url: string): Driver {
  return driverOf({
    name: 'mysql reference',
    dialect: mysql,
    capabilities: { ddl: 'autocommit', batch: 'ordered', session: 'pinned', writers: 'many' },
    connect: async () => {
      try {
        const connection = await createConnection({
          uri: url,
          supportBigNumbers: true,
          bigNumberStrings: true,
          dateStrings: true,
          jsonStrings: true,
          rowsAsArray: true,
        })
        connection.on('error', () => {})
        const [rows] = await connection.query('SELECT CONNECTION_ID(), VERSION()')
        const [id, version] = (rows as unknown[][])[0] ?? []
        const dialect: Dialect = /mariadb/i.test(String(version)) ? { ...mysql, flavor: 'mariadb' } : mysql
        return { line: lineTo(connection, String(id)), dialect }
      } catch (error) {
        throw refused(error, 'not-applied')
      }
    },
  })
}

function lineTo(connection: Connection, id: string): Line {
  return {
    id,
    send: async (text, params) => {
      if (params === undefined) return outcome(await connection.query(text))
      return outcome(await connection.execute(text, params.map(bindable) as never[]))
    },
    refused: (error) => refused(error, 'unknown'),
    end: () => connection.end().catch(() => connection.destroy()),
  }
}

function outcome([result, fields]: readonly [unknown, FieldPacket[]]): Outcome {
  if (!Array.isArray(result)) return { rows: [], affected: (result as ResultSetHeader).affectedRows }
  const rows = (result as unknown[][]).map((values): Row =>
    Object.fromEntries(fields.map(({ name, columnType }, index) => [name, readable(values[index], columnType)])),
  )
  return { rows, affected: 0 }
}

function readable(value: unknown, columnType: number | undefined): unknown {
  if (columnType !== LONGLONG || typeof value !== 'string') return value
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : BigInt(value)
}

function bindable(value: SqlValue, index: number): unknown {
  assertBindable(value, index)
  // A number would be sent as a float, which is no LIMIT.
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value
}

const REASONS: { readonly [errno: number]: DriverReason } = {
  1044: 'permission',
  1045: 'authentication',
  1142: 'permission',
  1143: 'permission',
  1227: 'permission',
  1046: 'missing-object',
  1049: 'missing-object',
  1051: 'missing-object',
  1054: 'missing-object',
  1091: 'missing-object',
  1146: 'missing-object',
  1048: 'constraint',
  1062: 'constraint',
  1451: 'constraint',
  1452: 'constraint',
  3819: 'constraint',
  4025: 'constraint',
  1064: 'syntax',
  1065: 'syntax',
  1205: 'lock-timeout',
  1213: 'deadlock',
  1317: 'statement-timeout',
  1969: 'statement-timeout',
  3024: 'statement-timeout',
}

/** Of the server: it ends a connection with these. */
const ENDS: ReadonlySet<number> = new Set([1053, 1927, 3169, 4031])

/** `lost`: what an error means that no server sent. */
function refused(error: unknown, lost: 'not-applied' | 'unknown'): DriverError {
  if (isDriverError(error)) return error
  const message = error instanceof Error ? error.message : String(error)
  const errno = error instanceof Error && 'errno' in error ? Number(error.errno) : Number.NaN
  const fromServer = error instanceof Error && 'sqlState' in error && error.sqlState !== undefined && error.sqlState !== ''
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  // Before anything was sent: the client knows its own mind.
  if (error instanceof TypeError) return new DriverError({ reason: 'unknown', message, outcome: 'not-applied' })
  if (!fromServer || ENDS.has(errno)) return new DriverError({ reason: 'connection', message, outcome: lost, code })
  return new DriverError({ reason: REASONS[errno] ?? 'unknown', message, outcome: 'not-applied', code })
}
