// Owns: the key of a session that no other persona's session has.
// Must not know: databases.

import { checkPersonaId } from './personas.ts'

/** A session's `id` is one of its persona's database: 1 is in all of them. */
export interface PersonaSession {
  readonly persona: string
  readonly session_id: number
}

const FORM = /^([^:]+):([1-9]\d{0,15})$/

/** `robin:3`. Throws `RangeError` on what is no persona's id, and on what is no session's: a whole number from 1. */
export function sessionKey({ persona, session_id }: PersonaSession): string {
  checkPersonaId(persona)
  if (Number.isSafeInteger(session_id) && session_id > 0) return `${persona}:${session_id}`
  throw new RangeError(`${session_id} is no session's id.`)
}

/** Throws `RangeError` on a text of another form. It says what the key says, and not whether that persona or session is there. */
export function parseSessionKey(key: string): PersonaSession {
  const [, persona, digits] = FORM.exec(key) ?? []
  const session_id = Number(digits)
  if (persona === undefined || !Number.isSafeInteger(session_id))
    throw new RangeError(
      `${JSON.stringify(key.slice(0, 80))} is no session's key, which is a persona and a number: default:1. Nothing was opened.`,
    )
  checkPersonaId(persona)
  return { persona, session_id }
}
