// Owns: one message and its answer, over one connection.
// Must not know: where the connection came from, what the texts are for.

import type { Row } from '@godwit/core/driver'
import type { CallbackConnection, Field, OkPacket } from './client.ts'
import { driverError, fromServer } from './errors.ts'
import { refusal } from './refusal.ts'
import { readValue, toRow } from './values.ts'

export type Result =
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  | { readonly kind: 'ok'; readonly affected: number; readonly autocommit: 'on' | 'off'; readonly transaction: 'open' | 'none' }

/** `SERVER_STATUS_IN_TRANS` */
const IN_TRANSACTION = 1
/** `SERVER_STATUS_AUTOCOMMIT` */
const AUTOCOMMIT = 2

export interface Wire {
  /**
   * Sends one message. `heard` is told of each result as it begins to arrive: of rows, or that a statement without rows ended.
   * Rejects with `DriverError`; with `outcome: 'not-applied'` where nothing was sent.
   */
  ask(text: string, heard?: (kind: Result['kind']) => void): Promise<readonly Result[]>
  /** Messages under way. */
  readonly pending: number
  readonly state: 'alive' | 'dead'
  readonly roundTrips: number
  readonly connection: CallbackConnection
  readonly secrets: readonly string[]
  /** Stops listening; the connection goes back to its owner. */
  detach(): void
}

export function openWire(connection: CallbackConnection, secrets: readonly string[]): Wire {
  const waiting = new Set<(error: unknown) => void>()
  let state: Wire['state'] = 'alive'
  let roundTrips = 0

  // The client tells a command only of what is an answer to it; whatever else breaks a connection is told to the connection.
  const broken = (error: unknown): void => {
    state = 'dead'
    for (const reject of waiting) reject(error)
  }
  connection.on('error', broken)

  return {
    connection,
    secrets,
    get pending() {
      return waiting.size
    },
    get state() {
      return state
    },
    get roundTrips() {
      return roundTrips
    },
    async ask(text, heard) {
      if (state === 'dead') throw refusal('connection', 'The connection to the server is lost.', 'PROTOCOL_CONNECTION_LOST')
      try {
        const results = await exchange(text, heard)
        roundTrips += 1
        return results
      } catch (error) {
        if (fromServer(error)) roundTrips += 1
        else state = 'dead'
        const failure = driverError(error, { secrets })
        if (failure.reason === 'connection' && failure.outcome === 'unknown') state = 'dead'
        throw failure
      }
    },
    detach() {
      connection.off('error', broken)
    },
  }

  async function exchange(text: string, heard: ((kind: Result['kind']) => void) | undefined): Promise<readonly Result[]> {
    let settle = (_error: unknown): void => {}
    try {
      return await new Promise<readonly Result[]>((resolve, reject) => {
        settle = reject
        waiting.add(settle)
        let count = 0
        const query = connection.query(
          // Where they are left out, the client takes them for a list that is empty, and goes through the text for their places.
          { sql: text, values: null, rowsAsArray: true, nestTables: false, namedPlaceholders: false, typeCast: readValue },
          (error, results, fields) => {
            if (error !== null && error !== undefined) return settle(error)
            resolve(count > 1 ? several(results, fields) : [toResult(results, fields)])
          },
        )
        query.on('fields', (columns) => {
          count += 1
          heard?.(columns === undefined ? 'ok' : 'rows')
        })
      })
    } finally {
      waiting.delete(settle)
    }
  }
}

/** Of more than one result, the client gives lists side by side. */
function several(results: unknown, fields: unknown): readonly Result[] {
  const columns = Array.isArray(fields) ? fields : []
  return (results as readonly unknown[]).map((result, index) => toResult(result, columns[index]))
}

function toResult(result: unknown, columns: unknown): Result {
  if (!Array.isArray(columns) || !Array.isArray(result)) {
    const { affectedRows, serverStatus = AUTOCOMMIT } = result as OkPacket
    return {
      kind: 'ok',
      affected: affectedRows,
      autocommit: (serverStatus & AUTOCOMMIT) === 0 ? 'off' : 'on',
      transaction: (serverStatus & IN_TRANSACTION) === 0 ? 'none' : 'open',
    }
  }
  return { kind: 'rows', rows: result.map((values: readonly unknown[]) => toRow(columns as readonly Field[], values)) }
}
