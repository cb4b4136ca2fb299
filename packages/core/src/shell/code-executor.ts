// Owns: what a migration's function may do with its transaction: run single statements, until the function has ended.
// Must not know: receipts, steps.

import type { Dialect } from '../model/dialect.ts'
import type { Executor } from '../model/driver.ts'
import { MigrateError } from '../model/error.ts'
import { codeRefusal } from '../pure/code-refusal.ts'
import { split } from '../pure/split.ts'

export interface Loan {
  readonly sql: Executor
  end(): void
}

/** Each text is looked at first: one statement, and none that would end the transaction under the receipt. */
export function codeExecutor(executor: Executor, dialect: Dialect): Loan {
  let ended = false
  return {
    sql: {
      async run(text, params) {
        if (ended) throw refused('The function of this migration has ended; a statement came after it. Is an await missing?')
        const splitting = split(text, dialect.lexis)
        if (!splitting.ok) throw refused(splitting.reason)
        if (splitting.statements.length !== 1) throw refused(`run() takes one statement and got ${splitting.statements.length}.`)
        const problem = codeRefusal(splitting.statements, dialect)
        if (problem !== undefined)
          throw refused(`'${text.trim().slice(0, 60)}' cannot run inside the migration's transaction (${problem}).`)
        return executor.run(text, params)
      },
    },
    end() {
      ended = true
    },
  }
}

function refused(message: string): MigrateError<'INVALID'> {
  return new MigrateError('INVALID', message, { subject: 'statement', id: undefined })
}
