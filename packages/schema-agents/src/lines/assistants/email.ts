// Owns: the one way in which an email is written.
// Must not know: users.

import { text } from '../../sql/kind.ts'
import { NotAllowed } from '../../sql/not-allowed.ts'

/** Without asking whether anything is left of it. */
export function tidied(given: string): string {
  text.encode(given, 'email')
  return given.trim().toLowerCase()
}

/** Trimmed and in small letters. A blank one is refused: all who left it blank would be the same user. */
export function emailOf(given: string | null): string | null {
  const email = given === null ? null : tidied(given)
  if (email === '') throw new NotAllowed('word', 'email is blank. A user without one has null. Nothing was written.')
  return email
}
