// Owns: one connection, and whose transaction is open on it.
// Must not know: where the connection came from, what a block is.

import type { Outcome, SqlValue } from '@godwit/core/driver'
import type { Database } from './client.ts'
import { refusal } from './errors.ts'
import { toParameter, toRow } from './values.ts'

/** Stands for a session, by identity. */
export type Holder = object

export interface Connection {
  readonly database: Database
  /** The session whose transaction is open. Others that share the connection would write into it. */
  holder: Holder | undefined
}

/** Throws unless `session` may begin something: a retryable refusal where another one only has to finish first. */
export function assertTurn({ database, holder }: Connection, session: Holder): void {
  if (!database.open) throw refusal('connection', 'The database connection is not open.')
  if (holder === session) throw refusal('unknown', 'This session has an open transaction: use it, or end it first.')
  if (holder !== undefined || database.inTransaction) {
    throw refusal('lock-timeout', 'The connection is shared, and a transaction is open on it.')
  }
}

/**
 * Throws where nothing could be taken back: without a journal a rollback leaves the file as it happens to be. SQLite says nothing. This
 * client forbids it, unless its owner has chosen its unsafe mode; sql.js does not.
 * @see https://www.sqlite.org/pragma.html#pragma_journal_mode
 */
export function assertTakesBack(database: Database): void {
  const [row] = database.prepare('PRAGMA journal_mode').all([]) as { journal_mode: string }[]
  if (row?.journal_mode !== 'off') return
  throw refusal(
    'unknown',
    'The journal of this connection is switched off (PRAGMA journal_mode = OFF): whatever fails would leave the database damaged. Nothing was begun. Switch it on, to DELETE or WAL.',
  )
}

/** Runs exactly one statement. */
export function runStatement(database: Database, text: string, params: readonly SqlValue[]): Outcome {
  assertReadable(text)
  const statement = database.prepare(text)
  const values = params.map(toParameter)
  if (!statement.reader) return { rows: [], affected: statement.run(values).changes }
  statement.safeIntegers(true)
  if (statement.readonly) return { rows: statement.all(values).map(toRow), affected: 0 }
  // INSERT … RETURNING and its kin: the client counts changes only where there are no rows.
  const before = changes(database).total
  const rows = statement.all(values).map(toRow)
  const { last, total } = changes(database)
  return { rows, affected: total === before ? 0 : last }
}

/** Runs a statement for its effect, without preparing it for reuse. Parameters and rows have no place here. */
export function execute(database: Database, text: string): void {
  assertReadable(text)
  database.exec(text)
}

/** Undoes an open transaction, if there is one still. Never throws: it follows an error that matters more. */
export function undo(database: Database): void {
  try {
    if (database.inTransaction) database.exec('ROLLBACK')
  } catch {
    // A connection that cannot roll back stays in its transaction, and `assertTurn` refuses it from now on.
  }
}

function changes(database: Database): { readonly last: number; readonly total: number } {
  return database.prepare('SELECT changes() AS last, total_changes() AS total').all([])[0] as { last: number; total: number }
}

/** The client hands texts on as C strings: what follows a NUL would be left out in silence. */
function assertReadable(text: string): void {
  if (text.includes('\0')) throw refusal('syntax', 'The statement holds a NUL character.')
}
