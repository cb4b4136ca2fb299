// Owns: which status of a session can follow which.
// Must not know: tables.

import type { SESSION_STATUSES } from './words.ts'

export type DocumentedStatus = (typeof SESSION_STATUSES)[number]

/** What ended can be taken up again; what never ran can only begin or be given up. */
export const FOLLOWING: { readonly [Status in DocumentedStatus]: readonly DocumentedStatus[] } = {
  idle: ['running', 'stopped'],
  running: ['completed', 'failed', 'stopped', 'idle'],
  completed: ['running'],
  failed: ['running'],
  stopped: ['running'],
}

/** The statuses that `status` can follow. */
export function preceding(status: DocumentedStatus): readonly string[] {
  return Object.entries(FOLLOWING).flatMap(([from, following]) => (following.includes(status) ? [from] : []))
}
