// Owns: a session of the reference driver: one connection, one open transaction at most.
// Must not know: how it was opened.

import { setImmediate as turn } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import {
  assertBindable,
  DriverError,
  sqlite,
  type Block,
  type Outcome,
  type Session,
  type SqlValue,
  type Transaction,
} from '@godwit/core/driver'
import { refused } from './refused.ts'

export function sessionOn(database: Database): Session {
  let roundTrips = 0
  let open: object | undefined

  const execute = (text: string, params: readonly SqlValue[] = []): Outcome => {
    if (text.includes('\0')) throw new DriverError({ reason: 'syntax', message: 'a statement with a NUL', outcome: 'not-applied' })
    roundTrips++
    const statement = database.prepare(text).safeIntegers(true)
    const values = params.map(bindable)
    if (!statement.reader) return { rows: [], affected: statement.run(...values).changes }
    // Asked only of what both writes and gives rows: the question reads the schema, and may find it locked.
    const before = statement.readonly ? undefined : totalChanges(database)
    const rows = (statement.all(...values) as Record<string, unknown>[]).map(readable)
    return { rows, affected: before === undefined ? 0 : totalChanges(database) - before }
  }
  const attempt = async <Value>(work: () => Value, at?: { readonly block: number; readonly statement: number }): Promise<Value> => {
    try {
      if (!database.open) throw new DriverError({ reason: 'connection', message: 'the session is closed', outcome: 'not-applied', at })
      return work()
    } catch (error) {
      throw refused(error, at)
    }
  }
  const undo = (): void => {
    if (database.open && database.inTransaction) execute('ROLLBACK')
  }

  const restore = (foreignKeys: Block['foreignKeys']): void => {
    if (foreignKeys === 'suspended' && database.open) execute('PRAGMA foreign_keys = ON')
  }

  const begin = async (foreignKeys: Block['foreignKeys'] = 'enforced'): Promise<Transaction> => {
    if (open !== undefined) throw new DriverError({ reason: 'unknown', message: 'a transaction is open', outcome: 'not-applied' })
    await attempt(() => {
      if (foreignKeys === 'suspended') execute('PRAGMA foreign_keys = OFF')
      try {
        execute('BEGIN IMMEDIATE')
      } catch (error) {
        restore(foreignKeys)
        throw error
      }
    })
    const mine = {}
    open = mine
    const alive = <Value>(work: () => Value): Promise<Value> =>
      attempt(() => {
        if (open !== mine) throw new DriverError({ reason: 'unknown', message: 'the transaction has ended', outcome: 'not-applied' })
        return work()
      })
    return {
      run: (text, params) => alive(() => execute(text, params)),
      commit: () =>
        alive(() => {
          execute('COMMIT')
          open = undefined
          restore(foreignKeys)
        }),
      rollback: async () => {
        if (open !== mine) return
        open = undefined
        await attempt(undo)
        restore(foreignKeys)
      },
    }
  }

  const runBlock = async ({ statements, foreignKeys }: Block, block: number): Promise<void> => {
    const at = (statement: number): { block: number; statement: number } => ({ block, statement })
    const last = Math.max(0, statements.length - 1)
    try {
      if (foreignKeys === 'suspended') await attempt(() => execute('PRAGMA foreign_keys = OFF'), at(0))
      await attempt(() => execute('BEGIN IMMEDIATE'), at(0))
      for (const [index, text] of statements.entries()) await attempt(() => execute(text), at(index))
      await attempt(() => execute('COMMIT'), at(last))
    } catch (error) {
      undo()
      throw error
    } finally {
      restore(foreignKeys)
    }
  }

  return {
    dialect: sqlite,
    id: undefined,
    get roundTrips() {
      return roundTrips
    },
    run: (text, params) => attempt(() => execute(text, params)),
    begin,
    batch: async (blocks, finished) => {
      for (const [index, block] of blocks.entries()) {
        // Ctrl-C is heard between blocks.
        if (index > 0) await turn()
        await runBlock(block, index)
        if (finished?.(index) === 'stop') return
      }
    },
    close: async () => {
      open = undefined
      // SQLite rolls back what is open.
      database.close()
    },
  }
}

function totalChanges(database: Database): number {
  return Number(database.prepare('SELECT total_changes()').pluck().get())
}

function bindable(value: SqlValue, index: number): unknown {
  assertBindable(value, index)
  return typeof value === 'boolean' ? Number(value) : value
}

function readable(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value,
    ]),
  )
}
