// Owns: work in the database of one persona, which is opened for it and closed after it.
// Must not know: which work.

import type { Handle } from '../../sql/handle.ts'
import type { PersonaStore } from './persona-store.ts'

/**
 * What `work` answers, or null where the persona has no database: none comes into being. `read`: `work` changes nothing. Rejects with
 * what `work` or the database rejected with; throws `RangeError` on what is no id.
 */
export async function inPersona<Result>(
  store: PersonaStore,
  persona: string,
  purpose: 'read' | 'write',
  work: (on: Handle) => Promise<Result>,
): Promise<Result | null> {
  const opened = await store.open(persona, purpose)
  if (opened === null) return null
  try {
    return await work(opened.on)
  } finally {
    await opened.close()
  }
}
