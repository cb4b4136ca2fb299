// Owns: a migration that is a function in one transaction.
// Must not know: SQL text, durable steps.

import type { Session, Transaction } from '../../model/driver.ts'
import type { CodeContext, CodeScript } from '../../model/migration.ts'
import type { Step } from '../../model/plan.ts'
import type { Statement } from '../../model/statement.ts'
import { disturbsOurs } from '../../pure/statement/disturbs-ours.ts'
import { codeGuard } from '../../pure/statement/code-guard.ts'
import { allAwaited } from './all-awaited.ts'
import { codeExecutor } from './code-executor.ts'
import type { Context } from '../context/context.ts'
import type { Executed } from './executed.ts'
import { isThere } from './is-there.ts'
import { runTransaction, type Work } from './run-transaction.ts'
import { throwIfAborted } from '../context/turn.ts'

type CodeStep = Extract<Step, { readonly kind: 'code' }>
type StepsStep = Extract<Step, { readonly kind: 'steps' }>

export function runCode(
  session: Session,
  context: Context,
  step: CodeStep,
  script: CodeScript,
  create: readonly string[],
): Promise<Executed> {
  const { signal } = context
  const work: Work = async (transaction) => {
    if (await isThere(transaction, step)) return
    await lend(transaction, context, step, (lent) => script.run({ ...lent, dialect: session.dialect, signal }))
    throwIfAborted(signal, step.id)
  }
  return runTransaction(session, context, step, work, { create })
}

/** Whatever the function begins has ended when this has: nothing lands in the next transaction. */
export async function lend<Result>(
  transaction: Transaction,
  { driver: { dialect } }: Context,
  { foreignKeys }: CodeStep | StepsStep,
  work: (lent: Pick<CodeContext, 'sql' | 'native'>) => Promise<Result>,
): Promise<Result> {
  const disturbing: Statement[] = []
  const sql = codeExecutor(transaction, dialect.lexis, codeGuard(dialect, foreignKeys), (statement) => {
    if (disturbsOurs(statement, dialect.family) !== undefined) disturbing.push(statement)
  })
  const result = await allAwaited((begin) =>
    work({
      sql: { run: (text, params) => begin(`'${text.trim().slice(0, 60)}'`, () => sql.run(text, params)) },
      native: transaction.native,
    }),
  )
  if (disturbing.length > 0) for (const text of dialect.ours) await transaction.run(text)
  return result
}
