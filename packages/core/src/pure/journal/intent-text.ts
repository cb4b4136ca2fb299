// Owns: the form in which a row keeps what an intent says about itself.
// Must not know: tables, how an intent is settled.

import type { Intent } from '../../model/journal.ts'

/** A statement of data is in a transaction, so what is kept is DDL, which is short. */
const LONGEST = 4000

export function intentText(intent: Intent): string {
  return JSON.stringify(intent.kind === 'statement' ? { ...intent, text: intent.text.slice(0, LONGEST) } : intent)
}

/** Undefined for what nobody wrote in this form: then nothing is known of it. */
export function intentFrom(text: string | undefined): Intent | undefined {
  if (text === undefined) return undefined
  try {
    const read = JSON.parse(text) as Intent
    if (read.kind === 'function') return read
    return { kind: 'statement', text: read.text, effect: read.effect, repeat: read.repeat }
  } catch {
    return undefined
  }
}
