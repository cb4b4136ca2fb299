// Owns: how one statement is run, on a client or in its transaction, on a file or a server.
// Must not know: sessions, blocks.

import type { Outcome, SqlValue } from '@godwit/core/driver'
import type { Client, StatementRunner } from './client.ts'
import { beginOnFile, commitOnFile } from './file-transaction.ts'
import { assertReadable, read } from './reading.ts'
import { toArgument, toRows } from './values.ts'

export type Place = 'file' | 'server'

export function placeOf({ protocol }: Client): Place {
  return protocol === 'file' ? 'file' : 'server'
}

/** Runs exactly one statement outside any transaction of the caller's. */
export async function runAlone(client: Client, text: string, params: readonly SqlValue[]): Promise<Outcome> {
  if (placeOf(client) === 'server') return await runOnServer(client, text, params)
  const { lock } = read(text)
  if (lock === 'outside') return await runOnFile(client, text, params)
  const transaction = await beginOnFile(client, lock)
  try {
    const outcome = await runOnFile(transaction, text, params)
    await commitOnFile(transaction)
    return outcome
  } finally {
    transaction.close()
  }
}

export async function runOnServer(runner: StatementRunner, text: string, params: readonly SqlValue[]): Promise<Outcome> {
  assertReadable(text)
  const result = await runner.execute({ sql: text, args: params.map(toArgument) })
  return { rows: toRows(result), affected: result.rowsAffected }
}

export async function runOnFile(runner: StatementRunner, text: string, params: readonly SqlValue[]): Promise<Outcome> {
  const { returning } = read(text)
  const result = await runner.execute({ sql: text, args: params.map(toArgument) })
  // The client counts 0 changes for whatever gives rows.
  return { rows: toRows(result), affected: returning === 'no' ? result.rowsAffected : await changes(runner) }
}

async function changes(runner: StatementRunner): Promise<number> {
  const { rows } = await runner.execute({ sql: 'SELECT changes()', args: [] })
  return Number(rows[0]?.[0])
}
