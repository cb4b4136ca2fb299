// Owns: the seam's session and transaction over one connection.
// Must not know: where the connection came from.

import { setImmediate } from 'node:timers/promises'
import { sqlite, type Session, type Transaction } from '@godwit/core/driver'
import { runBlock } from './block.ts'
import { assertTakesBack, assertTurn, runStatement, undo, type Connection, type Holder } from './connection.ts'
import { driverError, refusal } from './errors.ts'
import { withForeignKeys } from './foreign-keys.ts'

/** How long a batch may keep the process from everything else, milliseconds: signals, timers, a progress bar. */
const BREATH_MS = 50

/** `release` gives the connection back; it is called once. */
export function openSession(connection: Connection, release: () => void): Session {
  const { database } = connection
  const self: Holder = {}
  let state: 'open' | 'closed' = 'open'
  let roundTrips = 0
  /** Foreign keys, as they were before the transaction that was begun last. */
  let restore = (): void => {}

  /** One call to the client, counted, with its errors translated. */
  function call<T>(work: () => T): T {
    roundTrips += 1
    try {
      return work()
    } catch (error) {
      throw driverError(error)
    }
  }

  function assertMayBegin(): void {
    if (state === 'closed') throw refusal('connection', 'The session is closed.')
    assertTurn(connection, self)
  }

  return {
    dialect: sqlite,
    id: undefined,
    get roundTrips() {
      return roundTrips
    },
    async run(text, params = []) {
      assertMayBegin()
      return call(() => {
        const outcome = runStatement(database, text, params)
        if (database.inTransaction) {
          undo(database)
          throw refusal('unknown', 'The statement opened a transaction and it was rolled back: use begin().')
        }
        return outcome
      })
    },
    async begin(foreignKeys = 'enforced') {
      assertMayBegin()
      restore = withForeignKeys(database, foreignKeys)
      try {
        call(() => {
          assertTakesBack(database)
          database.exec('BEGIN IMMEDIATE')
        })
      } catch (error) {
        restore()
        throw error
      }
      connection.holder = self
      return openTransaction(connection, self, call, restore)
    },
    async batch(blocks, finished) {
      let breathed = performance.now()
      for (const [n, block] of blocks.entries()) {
        assertMayBegin()
        call(() => runBlock(database, block, n))
        if (finished?.(n) === 'stop') return
        if (performance.now() - breathed < BREATH_MS) continue
        await setImmediate()
        breathed = performance.now()
      }
    },
    async close() {
      if (state === 'closed') return
      state = 'closed'
      if (connection.holder === self) {
        connection.holder = undefined
        if (database.open) undo(database)
        restore()
      }
      release()
    },
  }
}

function openTransaction(connection: Connection, self: Holder, call: <T>(work: () => T) => T, restore: () => void): Transaction {
  const { database } = connection
  let state: 'open' | 'ended' = 'open'

  function end(): void {
    state = 'ended'
    if (connection.holder === self) connection.holder = undefined
    restore()
  }

  function assertOpen(): void {
    if (state === 'ended') throw refusal('unknown', 'The transaction has ended.')
    // SQLite rolls back by itself on a full disk, and where RAISE(ROLLBACK) or ON CONFLICT ROLLBACK says so.
    if (!database.open || !database.inTransaction)
      throw refusal(
        'unknown',
        'The transaction is not open any more: SQLite has rolled it back, or whoever shares the database has ended it.',
      )
  }

  return {
    async run(text, params = []) {
      assertOpen()
      return call(() => runStatement(database, text, params))
    },
    async commit() {
      assertOpen()
      try {
        call(() => database.exec('COMMIT'))
      } catch (error) {
        undo(database)
        throw error
      } finally {
        end()
      }
    },
    async rollback() {
      if (state === 'ended') return
      try {
        if (database.open && database.inTransaction) call(() => database.exec('ROLLBACK'))
      } finally {
        end()
      }
    },
  }
}
