// Owns: the words for a migration that was begun and not ended.
// Must not know: other problems.

import type { Problem } from '../../model/problem.ts'
import type { Description } from './describe-problem.ts'

export function describeHalfWay({ line, id, way, done, unit, inCode }: Extract<Problem, { readonly code: 'HALF_WAY' }>): Description {
  const ran = ranOf(done, unit)
  const known = inCode === 'present'
  const of = line === 'app' ? '' : ` --line ${line}`
  const mend = ' What has not run yet may be mended.'
  const words = {
    down: `Finish it first: 'migrate down${of} --steps 1' goes on behind what has run${known ? `.${mend}` : `, by the 'down' that its receipt kept.`}`,
    up: `Finish it first${known ? '' : ', with the code that has it'}: 'migrate up${of} --to ${id}' goes on behind what has run.${known ? mend : ''}`,
  }
  return {
    message: `Migration '${id}' is half way ${way}: ${ran}, and the migration has not ended.${known ? '' : ' The code does not have it.'}`,
    remedy: words[way],
  }
}

export function describeHalfWayRecorded({ id, done, unit }: Extract<Problem, { readonly code: 'HALF_WAY_RECORDED' }>): Description {
  return {
    message: `Migration '${id}' is half way up: ${ranOf(done, unit)}, and the migration has not ended. What has not run of it will not run, because it is recorded as applied.`,
    remedy: `Make the rest by hand, where it is not there. Or finish it with 'migrate up --to ${id}' instead of recording it.`,
  }
}

function ranOf(done: number, unit: 'statement' | 'step'): string {
  return done === 0 ? `its first ${unit} was begun` : `${done} ${unit}${done === 1 ? ' has run and is' : 's have run and are'} recorded`
}
