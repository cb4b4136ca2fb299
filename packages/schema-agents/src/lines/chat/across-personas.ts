// Owns: one question to the databases of all personas.
// Must not know: which question.

import type { Handle } from '../../sql/handle.ts'
import { inPersona } from './in-persona.ts'
import type { PersonaStore } from './persona-store.ts'

/** A persona whose database did not answer, and why: it is not empty, and nobody knows what is in it. */
export interface SilentPersona {
  readonly persona: string
  readonly error: unknown
}

export interface AcrossPersonas<Answer> {
  readonly answers: readonly { readonly persona: string; readonly answer: Answer }[]
  readonly silent: readonly SilentPersona[]
}

/** One after the other, in the order of `store.list`. Rejects only where nobody can tell which personas there are. */
export async function acrossPersonas<Answer>(store: PersonaStore, ask: (on: Handle) => Promise<Answer>): Promise<AcrossPersonas<Answer>> {
  const answers: { persona: string; answer: Answer }[] = []
  const silent: SilentPersona[] = []
  for (const persona of await store.list()) {
    try {
      // Null where it was deleted meanwhile.
      const found = await inPersona(store, persona, 'read', async (on) => ({ persona, answer: await ask(on) }))
      if (found !== null) answers.push(found)
    } catch (error) {
      silent.push({ persona, error })
    }
  }
  return { answers, silent }
}
