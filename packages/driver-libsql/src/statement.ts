// Owns: how one statement is run, on a client or in its transaction, on a file or a server.
// Must not know: sessions, blocks.

import type { Outcome, SqlValue } from '@godwit/core/driver'
import type { Client, ResultSet, StatementRunner } from './client.ts'
import { assertOneStatement, assertReadable } from './one-statement.ts'
import { toArgument, toRows } from './values.ts'

export type Place = 'file' | 'server'

export function placeOf({ protocol }: Client): Place {
  return protocol === 'file' ? 'file' : 'server'
}

/** Runs exactly one statement outside any transaction. */
export async function runAlone(client: Client, text: string, params: readonly SqlValue[]): Promise<Outcome> {
  if (placeOf(client) === 'server' || !mayReturn(text)) return await runStatement(client, placeOf(client), text, params)
  // Three statements that must meet the same connection of the client's pool.
  const transaction = await client.transaction('write')
  try {
    const outcome = await runStatement(transaction, 'file', text, params)
    await transaction.commit()
    return outcome
  } finally {
    transaction.close()
  }
}

/** Runs exactly one statement. */
export async function runStatement(runner: StatementRunner, place: Place, text: string, params: readonly SqlValue[]): Promise<Outcome> {
  assertReadable(text)
  if (place === 'file') assertOneStatement(text)
  const args = params.map(toArgument)
  if (place === 'server' || !mayReturn(text)) {
    const result = await runner.execute({ sql: text, args })
    return { rows: toRows(result), affected: result.rowsAffected }
  }
  // A file's client counts 0 changes for whatever gives rows.
  const before = await changes(runner)
  const result = await runner.execute({ sql: text, args })
  const after = await changes(runner)
  return { rows: toRows(result), affected: after.total === before.total ? 0 : Number(after.last) }
}

/** Whether a statement may be one that changes rows and gives rows: it has that word somewhere. Nothing rests on more. */
function mayReturn(text: string): boolean {
  return /\breturning\b/i.test(text)
}

async function changes(runner: StatementRunner): Promise<{ readonly last: unknown; readonly total: unknown }> {
  const result: ResultSet = await runner.execute({ sql: 'SELECT changes(), total_changes()', args: [] })
  return { last: result.rows[0]?.[0], total: result.rows[0]?.[1] }
}
