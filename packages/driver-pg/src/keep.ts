// Owns: when a connection that cannot be replaced is looked at, and when it is put back as it was.
// Must not know: what it is that is put back.

import { inTurn, type Connection } from './connection.ts'
import { driverError } from './errors.ts'
import { within, type Limit } from './limit.ts'
import { ownersTransaction, refusal } from './refusal.ts'
import { lookAt, madeUpIn, putBack, withSettings } from './standing.ts'

/** How long a session that is closed waits for it, milliseconds. */
const PATIENCE_MS = 5000

/** Before a session writes. Throws `DriverError` where something of an earlier one is still there, and stays. */
export async function remember(connection: Connection, limit: Limit): Promise<void> {
  const { kept } = connection
  // Others are at it: what they set is theirs for as long as they are.
  if (kept.writers === 0) {
    await restore(connection, limit).catch((error: unknown) => {
      const { message } = driverError(error, { secrets: connection.secrets })
      throw refusal(
        'unknown',
        `The client that was handed in still has settings of a migration, which could not be put back: ${message}. Nothing was changed. Hand in another client, or a pool.`,
        error,
      )
    })
    kept.before = await inOrder(connection, limit, () => lookAt(connection.channel)).catch((error: unknown) => {
      throw driverError(error, { phase: 'connecting', secrets: connection.secrets })
    })
  }
  kept.writers += 1
}

/** Before texts are sent, by whoever has the turn. Rejects with `DriverError`. */
export async function rememberNamed({ kept, channel, secrets }: Connection, texts: readonly string[]): Promise<void> {
  const { before } = kept
  if (before === undefined) return
  const names = madeUpIn(texts, before)
  if (names.length === 0) return
  kept.before = await withSettings(channel, before, names).catch((error: unknown) => {
    throw driverError(error, { phase: 'connecting', secrets })
  })
}

/** When the session is closed. Never rejects: what could not be put back is tried again before the next one, and refused there. */
export async function forget(connection: Connection): Promise<void> {
  connection.kept.writers -= 1
  if (connection.kept.writers > 0) return
  await restore(connection, { ms: PATIENCE_MS, signal: undefined }).catch(() => {})
}

async function restore(connection: Connection, limit: Limit): Promise<void> {
  const { kept, channel } = connection
  const { before } = kept
  if (before === undefined || connection.state === 'lost') return
  if (channel.status === 'in a transaction') throw ownersTransaction()
  if (connection.state === 'used') await inOrder(connection, limit, () => putBack(channel, before))
  kept.before = undefined
  connection.state = 'clean'
}

function inOrder<T>(connection: Connection, limit: Limit, work: () => Promise<T>): Promise<T> {
  return within(
    inTurn(connection, () => {}, work),
    limit,
    `The server gave no answer within ${limit.ms} ms.`,
  )
}
