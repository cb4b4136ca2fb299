// Owns: what a database says of itself before anything is run on it: which it is, and whether this user may write the history.
// Must not know: migrations, how it is told.

import { isDriverError } from '../../model/driver-error.ts'
import type { Driver, Session } from '../../model/driver.ts'
import type { Call } from '../context/call.ts'
import { asMigrateError, type Connection, withConnection } from '../context/connection.ts'
import { type Context, contextFor } from '../context/context.ts'
import { type MigratorOptions, settingsOf } from '../context/migrator-options.ts'
import { rollback } from '../context/rollback.ts'
import { lookAtJournal } from '../journal/store.ts'
import { inTurn } from '../context/turn.ts'
import { unlessTold } from '../context/unless-told.ts'

export interface Examination {
  /** As the server names itself. */
  readonly version: string
  readonly tables:
    /** A row was written to the history, in a transaction that was rolled back. */
    | { readonly state: 'may be written' }
    | { readonly state: 'may not be written'; readonly why: string }
    /** Made in a transaction that was rolled back. */
    | { readonly state: 'may be made' }
    | { readonly state: 'may not be made'; readonly why: string }
    /** Where DDL commits by itself, a trial would leave tables. */
    | { readonly state: 'not tried' }
}

/** Rejects with `MigrateError` where the database cannot be reached or its history cannot be read. Leaves nothing. */
export async function examine(
  driver: Driver,
  options: Pick<MigratorOptions, 'table' | 'schema'> = {},
  call: Call = {},
): Promise<Examination> {
  const context = contextFor(driver, settingsOf(options, driver.dialect), call, {})
  try {
    return await withConnection(context, (connection) =>
      unlessTold(context.signal, connection, () => inTurn(context, () => examined(connection, context))),
    )
  } catch (error) {
    throw asMigrateError(error, 'examining it')
  }
}

async function examined(connection: Connection, context: Context): Promise<Examination> {
  const session = await connection.session('read')
  const [row] = (await session.run(context.driver.dialect.version)).rows
  const version = String(row?.['version'])
  const { kind } = await lookAtJournal(session, context)
  // What only a session for writing is asked or told is a part of the answer.
  const writing = await connection.session('write')
  return { version, tables: kind === 'present' ? await written(writing, context) : await made(writing, context) }
}

async function written(session: Session, { journalSql, run }: Context): Promise<Examination['tables']> {
  // A line of its own, so that it waits for nobody and nobody for it.
  const receipt = journalSql.receipt(
    {
      line: run,
      id: run,
      description: 'a trial',
      direction: 'up',
      seq: 1,
      ordinal: 1,
      checksum: 'manual',
      rawChecksum: undefined,
      recordedDown: undefined,
    },
    run,
  )
  const why = await refusalOf(session, [receipt])
  return why === undefined ? { state: 'may be written' } : { state: 'may not be written', why }
}

async function made(session: Session, { driver, journalSql }: Context): Promise<Examination['tables']> {
  if (driver.capabilities.ddl === 'autocommit') return { state: 'not tried' }
  const why = await refusalOf(session, journalSql.create)
  return why === undefined ? { state: 'may be made' } : { state: 'may not be made', why }
}

/** Undefined where all of them ran; rolled back either way. */
async function refusalOf(session: Session, texts: readonly string[]): Promise<string | undefined> {
  const transaction = await session.begin()
  try {
    for (const text of texts) await transaction.run(text)
    return undefined
  } catch (error) {
    if (isDriverError(error) && !error.retryable && error.reason !== 'connection') return error.message
    throw error
  } finally {
    await rollback(transaction)
  }
}
