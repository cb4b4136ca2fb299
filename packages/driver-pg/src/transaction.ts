// Owns: the seam's transaction on a connection.
// Must not know: blocks, where the connection came from.

import { DriverError, isDriverError, type Transaction } from '@godwit/core/driver'
import type { Tag } from './channel.ts'
import { inTurn, type Connection, type Holder } from './connection.ts'
import { endedByOwner, refusal } from './refusal.ts'
import type { Calls } from './session.ts'
import { beginsTransaction, endsTransaction } from './tag.ts'

export interface OpenTransaction {
  readonly transaction: Transaction
  /** Rolls back what is still open, whatever happens. */
  abandon(): Promise<void>
}

/** The caller has its turn, and is the holder from here to the end. */
export async function openTransaction(
  connection: Connection,
  self: Holder,
  settings: readonly string[],
  calls: Calls,
): Promise<OpenTransaction> {
  await calls.send(['BEGIN', ...settings].join(';'), undefined, 'idle')
  connection.holder = self
  let state: 'open' | 'ended' = 'open'

  function admit(): void {
    if (state === 'ended') throw refusal('unknown', 'The transaction has ended.')
    if (connection.holder !== self) throw refusal('connection', 'The session of this transaction is closed.')
    if (connection.channel.status !== 'idle') return
    end()
    throw endedByOwner()
  }

  function end(): void {
    state = 'ended'
    if (connection.holder === self) connection.holder = undefined
  }

  async function rollback(): Promise<void> {
    if (state === 'ended') return
    await inTurn(
      connection,
      () => {},
      async () => {
        try {
          if (state === 'open') await calls.send('ROLLBACK')
        } catch (error) {
          // Gone with its connection.
          if (!isDriverError(error) || error.reason !== 'connection') throw error
        } finally {
          end()
        }
      },
    )
  }

  const transaction: Transaction = {
    run: (text, params = []) =>
      inTurn(connection, admit, async () => {
        const { rows, affected, tag } = await calls.query(text, params, 'in a transaction').catch((error: unknown) => {
          // Whoever shares the connection has ended it: what came next would run alone.
          if (connection.channel.status === 'idle') end()
          throw error
        })
        if (!endsTransaction(tag, text) && !beginsTransaction(tag)) return { rows, affected }
        if (endsTransaction(tag, text)) end()
        throw ended(tag)
      }),
    commit: () =>
      inTurn(connection, admit, async () => {
        let answer: Tag = ''
        try {
          await calls.send('COMMIT', (tag) => (answer = tag), 'in a transaction')
        } finally {
          end()
        }
        if (answer === 'ROLLBACK')
          throw refusal('unknown', 'A statement of this transaction had failed: the server rolled it back instead of committing it.')
        if (answer !== 'COMMIT') throw doubtful(`The server answered COMMIT with ${answer}.`)
      }),
    rollback,
  }
  return {
    transaction,
    // It follows something that matters more, and a transaction that nobody commits is gone with its connection.
    abandon: () => rollback().catch(() => {}),
  }
}

/** What came before it may hold, and what comes after would run alone. */
function ended(tag: Tag): DriverError {
  if (beginsTransaction(tag)) return refusal('unknown', 'The statement begins a transaction inside of one.')
  return doubtful('The statement ended the transaction that it was part of.')
}

function doubtful(message: string): DriverError {
  return new DriverError({ reason: 'unknown', message, outcome: 'unknown' })
}
