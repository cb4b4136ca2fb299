// Owns: the words for a script without a statement.
// Must not know: how it was found.

import type { Problem } from '../../model/problem.ts'
import type { Description } from './describe-problem.ts'

export function describeScriptEmpty({ id, script }: Extract<Problem, { readonly code: 'SCRIPT_EMPTY' }>): Description {
  switch (script) {
    case 'up':
      return {
        message: `There is no statement in the 'up' of migration '${id}'. It would be recorded without doing anything.`,
        remedy: `Write the statements, or 'SELECT 1' where there is nothing to do.`,
      }
    case 'down':
      return {
        message: `There is no statement in the 'down' of migration '${id}'. It would be recorded as taken back, and still be there.`,
        remedy: `Write the statements, 'SELECT 1' where there is nothing to undo, or leave 'down' out to say that there is no way back.`,
      }
    case 'recorded down':
      return {
        message: `There is no statement in the 'down' that the receipt of migration '${id}' kept. It would be recorded as taken back, and still be there.`,
        remedy: `Deploy the code that has the migration, and take it back there.`,
      }
    default:
      return script satisfies never
  }
}
