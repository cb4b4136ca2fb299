// Owns: refusing what the client would cut short.
// Must not know: where the text goes.

import { split, sqlite } from '@godwit/core/driver'
import { refusal } from './refusal.ts'

/** Strings go to SQLite as C strings: what follows a NUL would be left out in silence. */
export function assertReadable(text: string): void {
  if (text.includes('\0')) throw refusal('syntax', 'The statement holds a NUL character.')
}

/** Of a text for a file, the client runs the first statement and drops the others in silence. A server refuses it. */
export function assertOneStatement(text: string): void {
  const semicolon = text.indexOf(';')
  if (semicolon === -1 || text.slice(semicolon + 1).trim() === '') return
  const splitting = split(text, sqlite.lexis)
  if (!splitting.ok) throw refusal('syntax', `The statement cannot be read: ${splitting.reason}.`)
  if (splitting.statements.length > 1) throw refusal('syntax', 'The text holds more than one statement.')
}
