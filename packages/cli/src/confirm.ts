// Owns: asking before something is destroyed, and refusing where nobody can be asked.
// Must not know: what is destroyed.

import { CommandError } from './command-error.ts'
import type { Context } from './context.ts'
import { EXIT } from './exit-code.ts'
import { isInteractive } from './surroundings.ts'

/** Without a terminal, or with --json, only --yes is an answer. A cancelled prompt counts as Ctrl-C. */
export async function confirmed(
  { flags, output: { form }, surroundings, signal }: Context,
  question: string,
): Promise<'yes' | 'no' | 'cancelled'> {
  if (flags.yes === true) return 'yes'
  if (form === 'json' || !isInteractive(surroundings)) {
    throw new CommandError({
      exitCode: EXIT.decision,
      code: 'CONFIRMATION_NEEDED',
      message: `${question} Nobody could be asked: this is not a terminal.`,
      remedy: 'Nothing was written. Run the same command with --yes.',
    })
  }
  const { stdin: input, stderr } = surroundings
  // A terminal that nobody told its size says 0 (a container's, script's), and the question would be one letter to a line.
  const output = stderr.columns === 0 ? Object.assign(stderr, { columns: 80 }) : stderr
  const { confirm, isCancel } = await import('@clack/prompts')
  const answer = await confirm({ message: question, initialValue: false, input, output, signal })
  return isCancel(answer) ? 'cancelled' : answer ? 'yes' : 'no'
}
