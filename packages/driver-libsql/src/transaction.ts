// Owns: the seam's transaction over the client's own.
// Must not know: blocks, which session it belongs to.

import type { Block, DriverReason, Transaction } from '@godwit/core/driver'
import { isDriverError } from '@godwit/core/driver'
import type { Client, ClientTransaction } from './client.ts'
import { beginOnFile, beginWithoutForeignKeys, commitOnFile, endWithForeignKeys } from './file-transaction.ts'
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

export async function openTransaction(client: Client, call: Call, foreignKeys: Block['foreignKeys']): Promise<OpenTransaction> {
  const place = placeOf(client)
  const { native, commit, rollback: takeBack } = place === 'file' ? await onFile(client, foreignKeys) : await onServer(client, foreignKeys)
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
      await call(takeBack)
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
        await call(commit)
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

interface Begun {
  readonly native: ClientTransaction
  readonly commit: () => Promise<void>
  readonly rollback: () => Promise<void>
}

async function onFile(client: Client, foreignKeys: Block['foreignKeys']): Promise<Begun> {
  const suspended = foreignKeys === 'suspended' ? await beginWithoutForeignKeys(client) : undefined
  if (suspended === undefined) {
    const native = await beginOnFile(client, 'write')
    return { native, commit: () => commitOnFile(native), rollback: () => undo(native) }
  }
  const end = (how: 'COMMIT' | 'ROLLBACK') => (): Promise<void> => endWithForeignKeys(client, suspended, how)
  return { native: suspended, commit: end('COMMIT'), rollback: end('ROLLBACK') }
}

/** Each has a connection of its own there, so what is set on it goes with it. */
async function onServer(client: Client, foreignKeys: Block['foreignKeys']): Promise<Begun> {
  const native = await client.transaction('write')
  try {
    // The client would send BEGIN with the first statement only, and others could write until then.
    await (foreignKeys === 'enforced' ? native.batch([]) : native.executeMultiple('ROLLBACK; PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE'))
    return { native, commit: () => native.commit(), rollback: () => undo(native) }
  } catch (error) {
    native.close()
    throw error
  }
}

/** An error may have done it already. */
async function undo(native: ClientTransaction): Promise<void> {
  if (!native.closed) await native.rollback()
}
