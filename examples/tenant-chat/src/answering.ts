// Owns: what answers, and with which tools. No model is asked: a program of one's own puts its own here.
// Must not know: databases, terminals.

import type { Message } from '@godwit/schema-agents/tenancy'

export interface Answering {
  readonly tools: readonly { readonly name: string; readonly description: string }[]
  /** `history` ends with what is to be answered. */
  answer(history: readonly Pick<Message, 'role' | 'content'>[]): Promise<string>
}

export const echo: Answering = {
  tools: [{ name: 'echo', description: 'says what you said' }],
  answer: (history) => Promise.resolve(`You said: ${history.at(-1)?.content ?? ''}`),
}
