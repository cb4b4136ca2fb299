// Owns: asking before something is destroyed.
// Must not know: what.

import { confirm, isCancel } from '@clack/prompts'
import type { Consent } from './invocation.ts'
import { EXIT, Refusal } from './refusal.ts'
import type { Surroundings } from './surroundings.ts'

/** Resolves where somebody said yes; rejects with `Refusal` where not, and where nobody can be asked. */
export async function assertMeant({ stdin, stdout }: Surroundings, consent: Consent, question: string): Promise<void> {
  if (consent === 'given') return
  if (stdin.isTTY !== true || stdout.isTTY !== true)
    throw new Refusal(EXIT.refused, `${question} Nobody could be asked: this is not a terminal. Nothing was changed. Say --yes.`)
  const answer = await confirm({ message: question, initialValue: false, input: stdin, output: stdout })
  if (isCancel(answer)) throw new Refusal(EXIT.interrupted, 'Nothing was changed.')
  if (!answer) throw new Refusal(EXIT.refused, 'Nothing was changed.')
}
