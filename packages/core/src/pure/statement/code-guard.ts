// Owns: what a migration's function must not send, because its receipt is in the same transaction, or because rows would be lost.
// Must not know: who sends it.

import type { Dialect } from '../../model/dialect.ts'
import type { Problem } from '../../model/problem.ts'
import type { Statement } from '../../model/statement.ts'
import { guard, type Guarding } from './guard.ts'
import { rebuildsTables } from './guard-sqlite.ts'

/** Why a statement cannot go into the function's transaction, after all that was asked about before; undefined where it can. */
export type CodeGuard = (statement: Statement, parameters: Guarding['parameters']) => Problem['code'] | undefined

/** Only heads are looked at: what a routine does that the function calls is out of sight. */
export function codeGuard(dialect: Dialect, foreignKeys: 'enforced' | 'suspended'): CodeGuard {
  const about = { id: '', dialect, transaction: 'auto', foreignKeys, parameters: 'bound' } as const
  // Kept are those alone that can be part of a rebuild: a function may insert a million rows one by one.
  const kept: Statement[] = []
  return (statement, parameters) => {
    const alone = guard([statement], { ...about, parameters })[0]?.code
    if (alone !== undefined || dialect.rebuild === undefined || foreignKeys === 'suspended') return alone
    if (!rebuildsTables(statement, kept.length > 0)) return undefined
    kept.push(statement)
    return guard(kept, about)[0]?.code
  }
}
