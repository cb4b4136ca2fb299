// Owns: sessions, wherever they are.
// Must not know: messages, where databases are.

import { acrossPersonas, type SilentPersona } from './across-personas.ts'
import { inPersona } from './in-persona.ts'
import type { PersonaStore } from './persona-store.ts'
import type { ChatSessionRow } from './rows.ts'
import { parseSessionKey, sessionKey } from './session-keys.ts'
import { getAllSessions, getSession, getSessionSummary, sessionExists } from './sessions.ts'

/** `key`: what it is known by beside those of other personas. `persona`: whose database it is in. */
export interface KeyedSession extends ChatSessionRow {
  readonly key: string
  readonly persona: string
}

export interface PersonaSummary {
  readonly persona_id: string
  readonly session_count: number
  readonly last_updated: string | null
}

/**
 * All personas that have a session of that id, in the order of `store.list`; none where nobody has. Ids are counted in each database by
 * itself, so that there are often several: which of them is meant, only a key tells.
 */
export async function findSessionPersonas(
  store: PersonaStore,
  session_id: number,
): Promise<{ readonly personas: readonly string[]; readonly silent: readonly SilentPersona[] }> {
  const { answers, silent } = await acrossPersonas(store, (on) => sessionExists(on, session_id))
  return { personas: answers.filter(({ answer }) => answer).map(({ persona }) => persona), silent }
}

/** Null where there is no such persona, or it has no such session. Throws `RangeError` on what is no key. */
export async function getSessionByKey(store: PersonaStore, key: string): Promise<KeyedSession | null> {
  const { persona, session_id } = parseSessionKey(key)
  const found = await inPersona(store, persona, 'read', (on) => getSession(on, session_id))
  return found === null ? null : keyed(persona, found)
}

/** Those of all personas, the one updated last first. */
export async function getSessionsOfAll(
  store: PersonaStore,
): Promise<{ readonly sessions: readonly KeyedSession[]; readonly silent: readonly SilentPersona[] }> {
  const { answers, silent } = await acrossPersonas(store, getAllSessions)
  // Sorting is stable: those of one persona and one moment stay as its database has them.
  const sessions = answers.flatMap(({ persona, answer }) => answer.map((row) => keyed(persona, row)))
  return { sessions: sessions.toSorted((a, b) => later(a.updated_at, b.updated_at)), silent }
}

/** Of every persona that has a session, the one used last first. */
export async function getPersonaSummaries(
  store: PersonaStore,
): Promise<{ readonly summaries: readonly PersonaSummary[]; readonly silent: readonly SilentPersona[] }> {
  const { answers, silent } = await acrossPersonas(store, getSessionSummary)
  const summaries = answers
    .map(({ persona, answer }) => ({ ...answer, persona_id: persona }))
    .filter(({ session_count }) => session_count > 0)
  return { summaries: summaries.toSorted((a, b) => later(a.last_updated, b.last_updated)), silent }
}

function keyed(persona: string, row: ChatSessionRow): KeyedSession {
  return { ...row, persona, key: sessionKey({ persona, session_id: row.id }) }
}

/** Moments of one form: their order is that of their texts. */
function later(a: string | null, b: string | null): number {
  const [first, second] = [a ?? '', b ?? '']
  return first === second ? 0 : first > second ? -1 : 1
}
