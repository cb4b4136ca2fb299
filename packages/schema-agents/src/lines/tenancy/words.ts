// Owns: the words that columns of the line `tenancy` hold.
// Must not know: tables, queries.

export const ROLES: readonly ['SYSTEM', 'USER', 'ASSISTANT', 'TOOL'] = ['SYSTEM', 'USER', 'ASSISTANT', 'TOOL']

export const CONVERSATION_STATUSES: readonly ['ACTIVE', 'PENDING_APPROVAL', 'COMPLETED', 'ARCHIVED', 'DELETED'] = [
  'ACTIVE',
  'PENDING_APPROVAL',
  'COMPLETED',
  'ARCHIVED',
  'DELETED',
]

export type MessageRole = (typeof ROLES)[number]
export type ConversationStatus = (typeof CONVERSATION_STATUSES)[number]
