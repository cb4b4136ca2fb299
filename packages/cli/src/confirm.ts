// Owns: asking before something is destroyed, and refusing where nobody can be asked.
// Must not know: what is destroyed.

import { CommandError } from './command-error.ts'
import type { Context } from './context.ts'
import { EXIT } from './exit-code.ts'
import { isInteractive } from './surroundings.ts'

/** Without a terminal, or with --json, only --yes is an answer. A cancelled prompt counts as Ctrl-C. */
export async function confirmed({ flags, output, surroundings, signal }: Context, question: string): Promise<'yes' | 'no' | 'cancelled'> {
  if (flags.yes === true) return 'yes'
  if (output.form === 'json' || !isInteractive(surroundings)) {
    throw new CommandError({
      exitCode: EXIT.decision,
      code: 'CONFIRMATION_NEEDED',
      message: `${question} Nobody could be asked: this is not a terminal.`,
      remedy: 'Nothing was written. Run the same command with --yes.',
    })
  }
  const { confirm, isCancel } = await import('@clack/prompts')
  const answer = await confirm({ message: question, initialValue: false, input: surroundings.stdin, output: surroundings.stderr, signal })
  return isCancel(answer) ? 'cancelled' : answer ? 'yes' : 'no'
}
