// Owns: questions to a person, one line each.
// Must not know: what is asked.

import { createInterface } from 'node:readline'
import { EXIT, Refusal } from './refusal.ts'

export interface Ask {
  /** `otherwise`: what an empty answer means. */
  text(question: string, otherwise: string): Promise<string>
  yes(question: string): Promise<boolean>
  close(): void
}

type Terminal = Pick<NodeJS.Process, 'stdin' | 'stdout'>

/** Rejects with `Refusal` where the input ends before an answer. Lines may come through a pipe, all at once. */
export function askOn({ stdin, stdout }: Terminal): Ask {
  const lines = createInterface({ input: stdin })
  const answers: AsyncIterator<string, undefined> = lines[Symbol.asyncIterator]()
  const text = async (question: string, otherwise: string): Promise<string> => {
    stdout.write(`${question}${otherwise === '' ? '' : ` [${otherwise}]`} `)
    const { done, value } = await answers.next()
    if (done === true) throw new Refusal(EXIT.undecided, 'There is nobody to answer. Nothing was written; use --skip and flags.')
    const answer = value.trim()
    return answer === '' ? otherwise : answer
  }
  return { text, yes: async (question) => /^y(es)?$/i.test(await text(`${question} (y/N)`, '')), close: () => lines.close() }
}

/** Nobody is asked; everything is what it is by default. */
export const askNobody: Ask = {
  text: (_, otherwise) => Promise.resolve(otherwise),
  yes: () => Promise.resolve(false),
  close: () => undefined,
}
