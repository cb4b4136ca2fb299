// Owns: how a block becomes one transaction, in one message where there is a server.
// Must not know: sessions, how many blocks there are.

import { DriverError, type Block } from '@godwit/core/driver'
import type { Client } from './client.ts'
import { driverError } from './errors.ts'
import { beginOnFile, beginWithoutForeignKeys, commitOnFile, endWithForeignKeys } from './file-transaction.ts'
import { findUnreadable } from './find-unreadable.ts'
import { readNativeError } from './native-error.ts'
import { assertReadable } from './reading.ts'
import { refusal } from './refusal.ts'
import { placeOf } from './statement.ts'

/** Fails where foreign keys are on, before anything that they would delete rows for. Nothing else is silent about it. */
const GUARD = "SELECT json('foreign keys are on') FROM pragma_foreign_keys WHERE foreign_keys = 1"

/** Runs `block`, all of it or nothing; `n` is its place in the batch, for errors. */
export async function runBlock(client: Client, { statements, foreignKeys }: Block, n: number, secret: string | undefined): Promise<void> {
  for (const [statement, text] of statements.entries()) assertReadableAt(text, { block: n, statement })
  if (placeOf(client) === 'file') return await onFile(client, statements, foreignKeys, n)
  switch (foreignKeys) {
    case 'enforced':
      return await inOneMessage(() => client.batch([...statements], 'write'), client, statements, n, 0, secret)
    case 'suspended':
      return await inOneMessage(() => client.migrate([GUARD, ...statements]), client, statements, n, 1, secret)
    default:
      return foreignKeys satisfies never
  }
}

/** Not by the client's batch, which prepares each statement, so is slower, and drops what follows the first in a text. */
async function onFile(client: Client, statements: readonly string[], foreignKeys: Block['foreignKeys'], n: number): Promise<void> {
  let statement = 0
  try {
    const suspended = foreignKeys === 'suspended' ? await beginWithoutForeignKeys(client) : undefined
    const transaction = suspended ?? (await beginOnFile(client, 'write'))
    try {
      for (const text of statements) {
        await transaction.executeMultiple(text)
        if (transaction.closed) throw ended()
        statement += 1
      }
      await (suspended === undefined ? commitOnFile(transaction) : endWithForeignKeys(client, transaction, 'COMMIT'))
    } catch (error) {
      if (suspended !== undefined) await endWithForeignKeys(client, transaction, 'ROLLBACK')
      throw error
    } finally {
      transaction.close()
    }
  } catch (error) {
    throw driverError(error, { at: { block: n, statement } })
  }
}

/** `shift`: how many statements of ours come before the block's. */
async function inOneMessage(
  send: () => Promise<unknown>,
  client: Client,
  statements: readonly string[],
  n: number,
  shift: number,
  secret: string | undefined,
): Promise<void> {
  try {
    await send()
  } catch (error) {
    const { statementIndex } = readNativeError(error)
    if (statementIndex !== undefined && statementIndex < shift) {
      throw driverError(refusal('unknown', 'Foreign keys could not be switched off.'), { at: { block: n, statement: 0 } })
    }
    const failure = driverError(error, { secret })
    const statement = statementIndex === undefined ? await unnumbered(failure, client, statements) : statementIndex - shift
    throw driverError(error, { at: { block: n, statement }, text: statements[statement], secret })
  }
}

/** An error that names no statement came from reading the texts, from the begin, or from the commit. */
async function unnumbered({ reason, outcome }: DriverError, client: Client, statements: readonly string[]): Promise<number> {
  if (reason === 'syntax') return (await findUnreadable(client, statements)) ?? 0
  return reason === 'constraint' || outcome === 'unknown' ? statements.length : 0
}

function assertReadableAt(text: string, at: { readonly block: number; readonly statement: number }): void {
  try {
    assertReadable(text)
  } catch (error) {
    throw driverError(error, { at })
  }
}

/** Its transaction was ended by the text itself: what came before it may hold, what comes after would run alone. */
function ended(): DriverError {
  return new DriverError({ reason: 'unknown', message: 'The statement ended the transaction that it was part of.', outcome: 'unknown' })
}
