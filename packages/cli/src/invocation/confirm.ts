// Owns: asking a person, and refusing or telling where nobody can be asked.
// Must not know: what is asked about.

import { CommandError } from '../process/command-error.ts'
import type { Context } from '../context.ts'
import { EXIT } from '../process/exit-code.ts'
import { isInteractive, type Surroundings } from '../process/surroundings.ts'

/** Without a terminal, or with --json, only --yes is an answer. A cancelled prompt counts as Ctrl-C, and so does Ctrl-D. */
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
  const answer = await asked(context, (terminal) => confirm({ message: question, initialValue: false, ...terminal }))
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
  const answer = await asked(context, (terminal) =>
    select<string>({
      message: question,
      options: [...choices],
      ...(last === undefined ? {} : { initialValue: last.value }),
      ...terminal,
    }),
  )
  return isCancel(answer) ? 'cancelled' : choices.find(({ value }) => value === answer)?.value
}

function canBeAsked({ output, surroundings }: Context): boolean {
  return output.form !== 'json' && isInteractive(surroundings)
}

interface Terminal {
  readonly input: Surroundings['stdin']
  readonly output: Surroundings['stderr']
  readonly signal: AbortSignal
}

/** Ctrl-D, or a terminal that is gone, ends what is typed, and the prompt would wait for ever: it is taken for Ctrl-C. */
async function asked<Answer>({ surroundings, signal }: Context, ask: (terminal: Terminal) => Promise<Answer>): Promise<Answer> {
  const { stdin } = surroundings
  const gone = new AbortController()
  const onEnd = (): void => gone.abort()
  const onKey = (_text: unknown, key: { readonly ctrl?: boolean; readonly name?: string } | undefined): void => {
    if (key?.ctrl === true && key.name === 'd') onEnd()
  }
  stdin.on('keypress', onKey).once('end', onEnd)
  try {
    return await ask({ ...terminalOf(surroundings), signal: AbortSignal.any([signal, gone.signal]) })
  } finally {
    stdin.off('keypress', onKey).off('end', onEnd)
  }
}

/** A terminal that nobody told its size says 0 (a container's, script's), and a question would be one letter to a line. */
function terminalOf({ stdin, stderr }: Surroundings): Omit<Terminal, 'signal'> {
  return { input: stdin, output: stderr.columns === 0 ? Object.assign(stderr, { columns: 80 }) : stderr }
}
