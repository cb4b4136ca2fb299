// Owns: how a block becomes one transaction.
// Must not know: sessions, how many blocks there are.

import { DriverError, type Block } from '@godwit/core/driver'
import type { Database } from './client.ts'
import { execute, undo } from './connection.ts'
import { driverError } from './errors.ts'

/** Runs `block`, all of it or nothing; `n` is its place in the batch, for errors. */
export function runBlock(database: Database, { statements, foreignKeys }: Block, n: number): void {
  // Outside the transaction: inside one SQLite ignores the switch, and says nothing.
  const restore = foreignKeys === 'suspended' ? suspendForeignKeys(database) : undefined
  let statement = 0
  try {
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
    restore?.()
  }
}

/** Its transaction was ended by the text itself: what came before it may hold, what comes after would run alone. */
function ended(): DriverError {
  return new DriverError({ reason: 'unknown', message: 'The statement ended the transaction that it was part of.', outcome: 'unknown' })
}

/** @see https://www.sqlite.org/foreignkeys.html#fk_enable */
function suspendForeignKeys(database: Database): (() => void) | undefined {
  if (!foreignKeysEnforced(database)) return undefined
  database.exec('PRAGMA foreign_keys = OFF')
  return () => database.exec('PRAGMA foreign_keys = ON')
}

function foreignKeysEnforced(database: Database): boolean {
  const [row] = database.prepare('PRAGMA foreign_keys').all([]) as { foreign_keys: number | bigint }[]
  return Number(row?.foreign_keys) === 1
}
