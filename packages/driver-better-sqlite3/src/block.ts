// Owns: how a block becomes one transaction.
// Must not know: sessions, how many blocks there are.

import { DriverError, type Block } from '@godwit/core/driver'
import type { Database } from './client.ts'
import { assertTakesBack, execute, undo } from './connection.ts'
import { driverError } from './errors.ts'
import { withForeignKeys } from './foreign-keys.ts'

/** Runs `block`, all of it or nothing; `n` is its place in the batch, for errors. */
export function runBlock(database: Database, { statements, foreignKeys }: Block, n: number): void {
  const restore = withForeignKeys(database, foreignKeys)
  let statement = 0
  try {
    assertTakesBack(database)
    database.exec('BEGIN IMMEDIATE')
    for (const text of statements) {
      execute(database, text)
      if (!database.inTransaction) throw ended()
      statement += 1
    }
    database.exec('COMMIT')
  } catch (error) {
    undo(database)
    throw driverError(error, { at: { block: n, statement } })
  } finally {
    restore()
  }
}

/** Its transaction was ended by the text itself: what came before it may hold, what comes after would run alone. */
function ended(): DriverError {
  return new DriverError({ reason: 'unknown', message: 'The statement ended the transaction that it was part of.', outcome: 'unknown' })
}
