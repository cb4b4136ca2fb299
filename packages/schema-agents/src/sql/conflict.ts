// Owns: what an `INSERT` does where the row is there already.
// Must not know: which tables there are.

import type { Part } from './part.ts'
import { columnName } from './place.ts'
import { differing } from './table.ts'

/**
 * Behind `VALUES (…)`: the row that is there takes over `columns` and keeps the rest, its key too. `key`: the columns of the unique
 * index that is meant; MySQL asks about all of a table's, so that a table that is inserted into in this way has one.
 */
export function orReplacing(key: readonly string[], columns: readonly string[]): Part {
  const standard = `ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}`
  const mysql = `ON DUPLICATE KEY UPDATE ${columns.map((name) => `${columnName('mysql', name)} = VALUES(${columnName('mysql', name)})`).join(', ')}`
  return differing({ sqlite: standard, postgres: standard, mysql })
}

/** The row that is there stays as it is. Not `INSERT IGNORE`, which also lets through what does not fit or refers to nothing. */
export function orNothing(key: readonly string[]): Part {
  const standard = `ON CONFLICT (${key.join(', ')}) DO NOTHING`
  const own = key.map((name) => columnName('mysql', name))[0] ?? ''
  return differing({ sqlite: standard, postgres: standard, mysql: `ON DUPLICATE KEY UPDATE ${own} = ${own}` })
}

/** Behind a `SELECT`: its rows are this transaction's until it ends. On SQLite a transaction that writes has the whole file. */
export const locked: Part = differing({ sqlite: '', postgres: 'FOR UPDATE', mysql: 'FOR UPDATE' })
