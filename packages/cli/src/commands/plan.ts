// Owns: `migrate plan`.
// Must not know: how a plan is made or printed.

import { nearest, type Direction } from '@godwit/core'
import { CommandError } from '../process/command-error.ts'
import type { Context } from '../context.ts'
import { onlyLine, withDatabase } from '../database/database.ts'
import { EXIT } from '../process/exit-code.ts'
import { planLines } from '../database/plan-lines.ts'
import { progress } from '../page/progress.ts'
import type { Result } from '../result.ts'
import { LATEST, targetOf } from '../invocation/target.ts'

export async function run(context: Context): Promise<Result> {
  const { flags, operands } = context
  const direction = directionOf(operands[0])
  const target = targetOf(flags, direction === 'up' ? LATEST : { steps: 1 })
  return withDatabase(context, progress(context.output), async (database) => {
    const whole = direction === 'up' && flags.to === undefined && flags.steps === undefined
    const lines = whole ? database.lines : [onlyLine(database, direction === 'up' ? 'A target' : 'A way down')]
    return planLines(database, lines, direction, target, context)
  })
}

function directionOf(word: string | undefined): Direction {
  if (word === undefined || word === 'up') return 'up'
  if (word === 'down') return 'down'
  const guess = nearest(word, ['up', 'down'])
  throw new CommandError({
    exitCode: EXIT.usage,
    code: 'USAGE',
    message: `A plan goes up or down; \`${word}\` is neither.`,
    remedy: guess === undefined ? 'A target is written --to <id> or --steps <n>.' : `Did you mean \`migrate plan ${guess}\`?`,
  })
}
