// Owns: a query runner inside a transaction that is not its own: TypeORM believes it began it, and cannot end it.
// Must not know: migrations, how the transaction was begun.

import { type Dialect, type Executor, codeGuard, split } from '@godwit/core/driver'
import type { QueryRunner } from './data-source.ts'
import { lostTransaction } from './transaction-loss.ts'

/** What TypeORM keeps about transactions. Where one is active it makes savepoints instead of a second transaction. */
interface TransactionState {
  isTransactionActive: boolean
  transactionDepth: number
  query(text: string, ...rest: readonly unknown[]): Promise<unknown>
}

export interface Watched {
  /**
   * Throws where a transaction that the function began inside is still open, or ended once too often, and where the one around
   * it was lost, whoever caught the error.
   */
  assertWhole(): void
  /** Makes the runner what it was. */
  end(): void
}

/**
 * Takes over `runner.query`, through which everything goes: the entity manager, the schema builder, savepoints. The runner
 * itself has to be changed; a wrapper around it would not be what its own entity manager uses. `sql`: in the same transaction.
 */
export function watch(runner: QueryRunner, dialect: Dialect, sql: Executor): Watched {
  const state = runner as QueryRunner & TransactionState
  const { isTransactionActive, transactionDepth, query } = state
  const own = Object.getOwnPropertyDescriptor(state, 'query')
  // TypeORM rebuilds tables, with foreign keys off.
  const refusalOf = codeGuard(dialect, 'suspended')
  let ended = false
  let lost: Error | undefined

  state.isTransactionActive = true
  state.transactionDepth = 1
  state.query = async (text, ...rest) => {
    const [parameters] = rest
    const bound =
      parameters === undefined || parameters === null || (Array.isArray(parameters) && parameters.length === 0) ? 'none' : 'bound'
    if (ended) throw new Error('The function of this migration has ended; a statement came after it. Is an await missing?')
    if (lost !== undefined) throw lost
    const splitting = split(text, dialect.lexis)
    if (!splitting.ok) throw new Error(`The statement cannot be read: ${splitting.reason}.`)
    for (const statement of splitting.statements) {
      const problem = refusalOf(statement, bound)
      if (problem === undefined) continue
      throw new Error(
        `'${text.trim().slice(0, 60)}' cannot run inside the migration's transaction (${problem}). If the migration is made of statements, readTypeorm() can run it.`,
      )
    }
    try {
      return await query.call(state, text, ...rest)
    } catch (error) {
      // What comes next would commit by itself.
      if ((await lostTransaction(error, dialect, sql)) === 'lost') lost ??= rolledBack(text, error)
      throw error
    }
  }

  return {
    assertWhole() {
      if (lost !== undefined) throw lost
      if (!state.isTransactionActive || state.transactionDepth !== 1) {
        throw new Error('The migration left a transaction open that it began: commit it, or roll it back.')
      }
    },
    end() {
      ended = true
      if (own === undefined) Reflect.deleteProperty(state, 'query')
      else Object.defineProperty(state, 'query', own)
      state.isTransactionActive = isTransactionActive
      state.transactionDepth = transactionDepth
    },
  }
}

function rolledBack(text: string, error: unknown): Error {
  const words = error instanceof Error ? error.message : String(error)
  return new Error(
    `'${text.trim().slice(0, 60)}' failed and ended the migration's transaction (${words}). What came before it is rolled back, and nothing was run after it: run the migration again.`,
    { cause: error },
  )
}
