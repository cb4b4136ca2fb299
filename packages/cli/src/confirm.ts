// Owns: asking a person, and refusing or telling where nobody can be asked.
// Must not know: what is asked about.

import { CommandError } from './command-error.ts'
import type { Context } from './context.ts'
import { EXIT } from './exit-code.ts'
import { isInteractive, type Surroundings } from './surroundings.ts'

/** Without a terminal, or with --json, only --yes is an answer. A cancelled prompt counts as Ctrl-C. */
export async function confirmed(context: Context, question: string): Promise<'yes' | 'no' | 'cancelled'> {
  if (context.flags.yes === true) return 'yes'
  if (!canBeAsked(context)) {
    throw new CommandError({
      exitCode: EXIT.decision,
      code: 'CONFIRMATION_NEEDED',
      message: `${question} Nobody could be asked: this is not a terminal.`,
      remedy: 'Nothing was written. Run the same command with --yes.',
    })
  }
  const { confirm, isCancel } = await import('@clack/prompts')
  const answer = await confirm({ message: question, initialValue: false, ...terminalOf(context.surroundings), signal: context.signal })
  return isCancel(answer) ? 'cancelled' : answer ? 'yes' : 'no'
}

export interface Choice<Value extends string> {
  readonly value: Value
  readonly label: string
  readonly hint: string
}

/** Undefined where nobody can be asked. The last choice is the one that Enter takes. */
export async function chosen<Value extends string>(
  context: Context,
  question: string,
  choices: readonly Choice<Value>[],
): Promise<Value | 'cancelled' | undefined> {
  if (!canBeAsked(context)) return undefined
  const { select, isCancel } = await import('@clack/prompts')
  const last = choices.at(-1)
  const answer = await select<string>({
    message: question,
    options: [...choices],
    ...(last === undefined ? {} : { initialValue: last.value }),
    ...terminalOf(context.surroundings),
    signal: context.signal,
  })
  return isCancel(answer) ? 'cancelled' : choices.find(({ value }) => value === answer)?.value
}

function canBeAsked({ output, surroundings }: Context): boolean {
  return output.form !== 'json' && isInteractive(surroundings)
}

/** A terminal that nobody told its size says 0 (a container's, script's), and a question would be one letter to a line. */
function terminalOf({ stdin, stderr }: Surroundings): { readonly input: Surroundings['stdin']; readonly output: Surroundings['stderr'] } {
  return { input: stdin, output: stderr.columns === 0 ? Object.assign(stderr, { columns: 80 }) : stderr }
}
