// Owns: what a migration's function must not send, because its receipt is in the same transaction.
// Must not know: who sends it.

import type { Dialect } from '../model/dialect.ts'
import type { Problem } from '../model/problem.ts'
import type { Statement } from '../model/statement.ts'
import { guard } from './guard.ts'

/**
 * Why `statements`, all that the function has sent so far, cannot go into its transaction; undefined where they can. Only
 * heads are looked at: what a routine does that they call is out of sight.
 */
export function codeRefusal(statements: readonly Statement[], dialect: Dialect): Problem['code'] | undefined {
  return guard(statements, { id: '', dialect, transaction: 'auto', foreignKeys: 'enforced' })[0]?.code
}
