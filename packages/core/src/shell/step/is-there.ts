// Owns: asking a migration's own query whether its effect is there already.
// Must not know: what is done about the answer.

import type { Executor } from '../../model/driver.ts'
import { MigrateError } from '../../model/error.ts'
import { checkAnswer } from '../../pure/planning/check-answer.ts'

/** What may have a check. */
interface Checked {
  readonly id: string
  readonly check?: string | undefined
}

/** Throws `MigrateError` with code `INVALID` where the answer is neither yes nor no. */
export async function isThere(executor: Executor, { id, check }: Checked): Promise<boolean> {
  if (check === undefined) return false
  const value = Object.values((await executor.run(check)).rows[0] ?? {})[0]
  const answer = checkAnswer(value)
  switch (answer) {
    case 'there':
      return true
    case 'not there':
      return false
    case 'neither':
      throw new MigrateError(
        'INVALID',
        `The check of migration '${id}' gives ${typeof value === 'string' ? 'a text' : 'a value'} that says neither yes nor no, and none of its statements has run. Let it give a number or a boolean: SELECT count(*) …, SELECT … = 'x', SELECT EXISTS (…)`,
        { subject: 'check', id },
      )
    default:
      return answer satisfies never
  }
}
