// Owns: a database of sql.js that TypeORM saves as a whole when something was written to it.
// Must not know: how it is written to.

import { DriverError, type Session, type Transaction } from '@godwit/core/driver'
import type { DataSource } from './data-source.ts'
import type { SqljsDatabase } from './sqljs.ts'

/** The members of TypeORM's driver for sql.js that save. */
interface Saving {
  readonly options: { readonly autoSave?: boolean }
  readonly databaseConnection: SqljsDatabase
  autoSave(): Promise<void>
}

/** `session`, but that what was committed is saved before it is said to be, where the DataSource's `autoSave` is on. */
export function autoSaved(session: Session, dataSource: DataSource): Session {
  const saving = dataSource.driver as Saving
  if (saving.options.autoSave !== true) return session
  const save = (): Promise<void> => saveNow(saving)
  return {
    get dialect() {
      return session.dialect
    },
    get id() {
      return session.id
    },
    get roundTrips() {
      return session.roundTrips
    },
    async run(text, params) {
      const outcome = await session.run(text, params)
      if (outcome.affected > 0 || outcome.rows.length === 0) await save()
      return outcome
    },
    begin: async (foreignKeys) => savedAtCommit(await session.begin(foreignKeys), save),
    async batch(blocks, finished) {
      let held = 0
      try {
        await session.batch(blocks, (block) => {
          held += 1
          return finished?.(block) ?? 'continue'
        })
      } catch (error) {
        // What is wrong with the batch matters more than what is wrong with the file.
        if (held > 0) await save().catch(() => {})
        throw error
      }
      if (held > 0) await save()
    },
    close: () => session.close(),
  }
}

function savedAtCommit({ run, commit, rollback }: Transaction, save: () => Promise<void>): Transaction {
  return {
    run,
    async commit() {
      await commit()
      await save()
    },
    rollback,
  }
}

async function saveNow(saving: Saving): Promise<void> {
  const { databaseConnection } = saving
  const enforced = foreignKeys(databaseConnection)
  try {
    await saving.autoSave()
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    throw new DriverError({
      reason: 'storage',
      message: `It is in memory and could not be saved: ${words}`,
      outcome: 'unknown',
      cause: error,
    })
  } finally {
    // To copy a database, sql.js 1.13 and before close it and open it again, and settings are gone.
    if (enforced === 1) databaseConnection.run('PRAGMA foreign_keys = ON')
  }
}

function foreignKeys(database: SqljsDatabase): unknown {
  const statement = database.prepare('PRAGMA foreign_keys')
  try {
    statement.step()
    return statement.get(null, { useBigInt: false })[0]
  } finally {
    statement.free()
  }
}
