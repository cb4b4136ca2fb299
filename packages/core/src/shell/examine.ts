// Owns: what a database says of itself before anything is run on it: which it is, and whether this user may make tables.
// Must not know: migrations, how it is told.

import { isDriverError } from '../model/driver-error.ts'
import type { Driver, Session } from '../model/driver.ts'
import type { Call } from './call.ts'
import { asMigrateError, withConnection } from './connection.ts'
import { type Context, contextFor } from './context.ts'
import { type MigratorOptions, settingsOf } from './migrator-options.ts'
import { rollback } from './rollback.ts'
import { lookAtJournal } from './store.ts'
import { inTurn } from './turn.ts'

export interface Examination {
  /** As the server names itself. */
  readonly version: string
  readonly tables:
    | { readonly state: 'there' }
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
    return await withConnection(context, async (connection) =>
      inTurn(context, async () => {
        const session = await connection.session('read')
        const [row] = (await session.run(driver.dialect.version)).rows
        return { version: String(row?.['version']), tables: await tables(session, context) }
      }),
    )
  } catch (error) {
    throw asMigrateError(error, 'examining it')
  }
}

async function tables(session: Session, context: Context): Promise<Examination['tables']> {
  if ((await lookAtJournal(session, context)).kind === 'present') return { state: 'there' }
  if (context.driver.capabilities.ddl === 'autocommit') return { state: 'not tried' }
  const transaction = await session.begin()
  try {
    for (const text of context.journalSql.create) await transaction.run(text)
    return { state: 'may be made' }
  } catch (error) {
    if (isDriverError(error) && !error.retryable && error.reason !== 'connection') return { state: 'may not be made', why: error.message }
    throw error
  } finally {
    await rollback(transaction)
  }
}
