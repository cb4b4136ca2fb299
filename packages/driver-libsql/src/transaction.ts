// Owns: the seam's transaction over the client's own.
// Must not know: blocks, which session it belongs to.

import type { DriverReason, Transaction } from '@godwit/core/driver'
import { isDriverError } from '@godwit/core/driver'
import type { Client, ClientTransaction } from './client.ts'
import { beginOnFile, commitOnFile } from './file-transaction.ts'
import { refusal } from './refusal.ts'
import type { Call } from './session.ts'
import { placeOf, runOnFile, runOnServer } from './statement.ts'

export interface OpenTransaction {
  readonly transaction: Transaction
  readonly isOpen: boolean
  /** Rolls back what is still open, whatever happens. */
  abandon(): Promise<void>
}

/** What a rollback may answer when there is nothing left to roll back: the server did it, or does when it notices. */
const UNDONE: ReadonlySet<DriverReason> = new Set(['connection', 'serialization', 'unknown'])

export async function openTransaction(client: Client, call: Call): Promise<OpenTransaction> {
  const place = placeOf(client)
  const native = place === 'file' ? await beginOnFile(client, 'write') : await beginOnServer(client)
  const runStatement = place === 'file' ? runOnFile : runOnServer
  let state: 'open' | 'failed' | 'ended' = 'open'

  function assertOpen(): void {
    if (state === 'ended') throw refusal('unknown', 'The transaction has ended.')
    if (state === 'failed') throw refusal('unknown', 'A statement of this transaction has failed: it can only be rolled back.')
    if (native.closed) throw refusal('unknown', 'The transaction has been rolled back.')
  }

  async function rollback(): Promise<void> {
    if (state === 'ended') return
    state = 'ended'
    try {
      if (!native.closed) await call(() => native.rollback())
    } catch (error) {
      if (!isDriverError(error) || !UNDONE.has(error.reason)) throw error
    } finally {
      native.close()
    }
  }

  const transaction: Transaction = {
    async run(text, params = []) {
      assertOpen()
      try {
        return await call(() => runStatement(native, text, params), { text })
      } catch (error) {
        // The error may have rolled it back, RAISE(ROLLBACK) say. A file's client knows; a server would run the next
        // statement by itself, and keep it.
        if (place === 'server') state = 'failed'
        throw error
      }
    },
    async commit() {
      assertOpen()
      state = 'ended'
      try {
        await call(() => (place === 'file' ? commitOnFile(native) : native.commit()))
      } finally {
        native.close()
      }
    },
    rollback,
  }
  return {
    transaction,
    get isOpen() {
      return state !== 'ended'
    },
    async abandon() {
      // It follows something that matters more, and a transaction that nobody commits is gone with its connection.
      await rollback().catch(() => {})
    },
  }
}

/** The client would send BEGIN with the first statement only, and others could write until then. */
async function beginOnServer(client: Client): Promise<ClientTransaction> {
  const transaction = await client.transaction('write')
  try {
    await transaction.batch([])
    return transaction
  } catch (error) {
    transaction.close()
    throw error
  }
}
