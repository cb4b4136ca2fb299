// Owns: which status of a conversation can follow which.
// Must not know: tables.

import type { ConversationStatus } from './words.ts'

/** What is deleted stays so. Its messages are kept until `deleteConversation`. */
export const FOLLOWING_STATUSES: { readonly [Status in ConversationStatus]: readonly ConversationStatus[] } = {
  ACTIVE: ['PENDING_APPROVAL', 'COMPLETED', 'ARCHIVED', 'DELETED'],
  PENDING_APPROVAL: ['ACTIVE', 'DELETED'],
  COMPLETED: ['ARCHIVED', 'DELETED'],
  ARCHIVED: ['ACTIVE', 'DELETED'],
  DELETED: [],
}

/** The statuses that `status` can follow. */
export function preceding(status: ConversationStatus): readonly string[] {
  return Object.entries(FOLLOWING_STATUSES).flatMap(([from, following]) => (following.includes(status) ? [from] : []))
}
