// Owns: what has to be known of a text before it may share a message with others.
// Must not know: messages, clients.

import { postgres, split } from '@godwit/core/driver'
import { refusal } from './refusal.ts'

/** One statement for certain: nothing in it but plain characters, whole literals and whole names. */
const PLAIN = /^\s*[A-Za-z(](?:[^'"$\\;/-]|'[^'\\]*'|"[^"]*"|-(?!-)|\/(?!\*))*;?\s*$/
/** Beyond this a pattern that goes character by character needs too much of the stack. */
const SHORT = 8192

/**
 * Throws unless `text` is exactly one statement. In a message of several, the answers are counted to tell which of them
 * failed: an empty one has no answer, two have two, and an open quotation swallows what comes after it.
 */
export function assertOneStatement(text: string): void {
  assertReadable(text)
  if (text.length <= SHORT && PLAIN.test(text)) return
  const splitting = split(text, postgres.lexis)
  if (!splitting.ok) throw refusal('syntax', `The statement cannot be read: ${splitting.reason}.`)
  const count = splitting.statements.length
  if (count !== 1)
    throw refusal('syntax', count === 0 ? 'The text holds no statement.' : `The text holds ${count} statements instead of one.`)
}

/** Texts go to the server as C strings: what follows a NUL would be left out in silence. */
export function assertReadable(text: string): void {
  if (text.includes('\0')) throw refusal('syntax', 'The statement holds a NUL character.')
}
