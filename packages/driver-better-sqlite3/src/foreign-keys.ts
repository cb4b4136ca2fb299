// Owns: switching foreign keys off before a transaction, and on again after it.
// Must not know: transactions. Inside one SQLite ignores the switch, and says nothing.

import type { Block } from '@godwit/core/driver'
import type { Database } from './client.ts'

/**
 * What makes foreign keys what they were, to be called when the transaction has ended.
 * @see https://www.sqlite.org/foreignkeys.html#fk_enable
 */
export function withForeignKeys(database: Database, foreignKeys: Block['foreignKeys']): () => void {
  if (foreignKeys === 'enforced' || !areEnforced(database)) return () => {}
  database.exec('PRAGMA foreign_keys = OFF')
  return () => {
    if (database.open) database.exec('PRAGMA foreign_keys = ON')
  }
}

function areEnforced(database: Database): boolean {
  const [row] = database.prepare('PRAGMA foreign_keys').all([]) as { foreign_keys: number | bigint }[]
  return Number(row?.foreign_keys) === 1
}
