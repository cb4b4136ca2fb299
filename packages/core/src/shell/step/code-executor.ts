// Owns: what a migration's function may do with its transaction: run single statements.
// Must not know: receipts, steps, when the function ends.

import type { Lexis } from '../../model/lexis.ts'
import type { Executor } from '../../model/driver.ts'
import { MigrateError } from '../../model/error.ts'
import type { Statement } from '../../model/statement.ts'
import type { Problem } from '../../model/problem.ts'
import type { CodeGuard } from '../../pure/statement/code-guard.ts'
import { split } from '../../pure/lexing/split.ts'

/** Each text is looked at first: one statement, and none that would end the transaction under the receipt, or lose rows. `heard`: of each that is sent. */
export function codeExecutor(executor: Executor, lexis: Lexis, refusalOf: CodeGuard, heard: (statement: Statement) => void): Executor {
  return {
    async run(text, params) {
      const splitting = split(text, lexis)
      if (!splitting.ok) throw refused(splitting.reason)
      const [statement, ...more] = splitting.statements
      if (statement === undefined || more.length > 0) throw refused(`run() takes one statement and got ${splitting.statements.length}.`)
      const problem = refusalOf(statement, params === undefined || params.length === 0 ? 'none' : 'bound')
      if (problem !== undefined) {
        if (problem === 'PARAMETER_UNBOUND')
          throw refused(`'${text.trim().slice(0, 60)}' has a parameter and was given no values. SQLite would take NULL for it.`)
        const remedy = ABOUT_KEYS.has(problem) ? " Give the migration foreignKeys: 'suspended'." : ''
        throw refused(`'${text.trim().slice(0, 60)}' cannot run inside the migration's transaction (${problem}).${remedy}`)
      }
      heard(statement)
      return executor.run(text, params)
    },
  }
}

const ABOUT_KEYS: ReadonlySet<Problem['code']> = new Set<Problem['code']>(['PRAGMA_IGNORED', 'REBUILD_UNSAFE'])

function refused(message: string): MigrateError<'INVALID'> {
  return new MigrateError('INVALID', message, { subject: 'statement', id: undefined })
}
