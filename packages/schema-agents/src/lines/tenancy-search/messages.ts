// Owns: a tenant's messages by their words.
// Must not know: how words are found, other tenants.

import type { Searchable } from '../../search/pages.ts'
import type { Scope } from '../../search/scope.ts'
import { type Found, search } from '../../search/search.ts'
import type { Handle } from '../../sql/handle.ts'
import { backwards } from '../../sql/in-order.ts'
import { sql } from '../../sql/query.ts'
import { differing, slot } from '../../sql/table.ts'
import type { Message } from '../tenancy/rows.ts'
import { conversations, messages } from '../tenancy/tables.ts'
import { messageIndex } from './indexes.ts'

/** `before`: the `seq` of the last one of the page before. */
export interface FindMessages extends Found {
  /** Of all conversations of the tenant unless given. */
  readonly conversation_id?: string
  /** Of this user's conversations only. */
  readonly user_id?: string
}

const searchable: Searchable<typeof messages.columns> = { index: messageIndex, table: messages, textOf: ({ content }) => content }
const c = conversations.columns
const present = differing({ sqlite: 'c.is_deleted = 0', postgres: 'NOT c.is_deleted', mysql: 'c.is_deleted = FALSE' })
const conversation = sql`FROM ${conversations} c WHERE c.tenant_id = m.tenant_id AND c.id = m.conversation_id`
const ofTenant = sql`AND m.tenant_id = ${slot('tenant_id', c.tenant_id)}`
const inOne = sql`AND m.conversation_id = ${slot('conversation_id', messages.columns.conversation_id)}`
// A value and no `EXISTS`: PostgreSQL would make that a join, and read all conversations of everybody for it.
const anybodys = sql`AND (SELECT ${present} ${conversation})`
const theirs = sql`AND (SELECT ${present} AND c.user_id = ${slot('user_id', c.user_id)} ${conversation})`

/** Either has an index in which its messages stand one after the other. */
const reading = { of: 'session', descending: backwards } as const
const readingTenant = { ...reading, index: 'idx_messages_tenant' }
const readingConversation = { ...reading, index: 'idx_messages_conversation' }

/**
 * Those of the tenant that have all the words of `words`, newest first: see the document for what a word is. Those of deleted conversations
 * are not among them. None where `words` has none. The tenant is in the condition of every statement (R7).
 */
export async function searchMessages(on: Handle, tenant_id: string, words: string, find: FindMessages = {}): Promise<readonly Message[]> {
  const { conversation_id, user_id } = find
  const whose = user_id === undefined ? anybodys : theirs
  const scope =
    conversation_id === undefined
      ? { ...readingTenant, condition: sql`${ofTenant} ${whose}` }
      : { ...readingConversation, condition: sql`${ofTenant} ${inOne} ${whose}` }
  return search(on, searchable, words, scope as Scope<object>, { tenant_id, conversation_id, user_id }, find)
}
