// Owns: how a transaction on a file begins and ends.
// Must not know: sessions, blocks, servers.

import type { Client, ClientTransaction } from './client.ts'
import { refusal } from './refusal.ts'

/**
 * Begins a transaction that has its lock. The client itself cannot be asked for it: a statement that it prepared and that
 * met SQLITE_BUSY stays unfinished until it is garbage collected, and as long as it is, SQLite commits nothing on that
 * connection. A later INSERT is reported as done and lost, a later COMMIT fails (seen with 0.18.0). What goes through
 * `executeMultiple` is finished at once. So a transaction without a lock is asked for, and exchanged.
 */
export async function beginOnFile(client: Client, lock: 'read' | 'write'): Promise<ClientTransaction> {
  const transaction = await client.transaction('deferred')
  try {
    if (lock === 'write') await assertTakesBack(transaction)
    await transaction.executeMultiple(lock === 'write' ? 'ROLLBACK; BEGIN IMMEDIATE' : 'SELECT 1 FROM sqlite_schema LIMIT 1')
    return transaction
  } catch (error) {
    transaction.close()
    throw error
  }
}

/** Commits and gives the connection back. After an error everything is rolled back. */
export async function commitOnFile(transaction: ClientTransaction): Promise<void> {
  try {
    await transaction.executeMultiple('COMMIT')
  } finally {
    transaction.close()
  }
}

/** Begins a transaction that has its lock, with foreign keys off; `undefined` where they are off anyway. */
export async function beginWithoutForeignKeys(client: Client): Promise<ClientTransaction | undefined> {
  const transaction = await client.transaction('deferred')
  if (!(await areEnforced(transaction))) {
    transaction.close()
    return undefined
  }
  try {
    await assertTakesBack(transaction)
    // Outside the transaction: inside one SQLite ignores the switch, and says nothing.
    await transaction.executeMultiple('ROLLBACK; PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE')
    return transaction
  } catch (error) {
    await endWithForeignKeys(client, transaction, 'ROLLBACK')
    throw error
  }
}

/**
 * Without a journal a rollback leaves the file as it happens to be, and that may be no database any more. SQLite says nothing.
 * @see https://www.sqlite.org/pragma.html#pragma_journal_mode
 */
async function assertTakesBack(transaction: ClientTransaction): Promise<void> {
  const { rows } = await transaction.execute({ sql: 'PRAGMA journal_mode', args: [] })
  if (rows[0]?.[0] !== 'off') return
  throw refusal(
    'unknown',
    'The journal of this connection is switched off (PRAGMA journal_mode = OFF): whatever fails would leave the database damaged. Nothing was begun. Switch it on, to DELETE or WAL.',
  )
}

async function areEnforced(transaction: ClientTransaction): Promise<boolean> {
  try {
    const { rows } = await transaction.execute({ sql: 'PRAGMA foreign_keys', args: [] })
    return Number(rows[0]?.[0]) === 1
  } catch (error) {
    transaction.close()
    throw error
  }
}

/** Ends what `beginWithoutForeignKeys` began, with foreign keys on again whatever happens. */
export async function endWithForeignKeys(client: Client, transaction: ClientTransaction, end: 'COMMIT' | 'ROLLBACK'): Promise<void> {
  if (transaction.closed) {
    // SQLite has rolled back by itself, and the client takes nothing more for this transaction. The connection that is
    // given back last is the one that the client uses next.
    transaction.close()
    return await client.executeMultiple('PRAGMA foreign_keys = ON')
  }
  try {
    await transaction.executeMultiple(`${end}; PRAGMA foreign_keys = ON`)
  } catch (error) {
    await transaction.executeMultiple('ROLLBACK; PRAGMA foreign_keys = ON')
    throw error
  } finally {
    transaction.close()
  }
}
