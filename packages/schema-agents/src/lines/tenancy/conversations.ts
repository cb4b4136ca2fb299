// Owns: what a program does with conversations.
// Must not know: messages, clients.

import { all, change, first, type Handle } from '../../sql/handle.ts'
import { isoMoment } from '../../sql/iso-moment.ts'
import { instant, type Json, oneOf, orNull } from '../../sql/kind.ts'
import { newId } from '../../sql/new-id.ts'
import { NotAllowed } from '../../sql/not-allowed.ts'
import { type Listed, type Onward, type Page, type Window, windowOf } from '../../sql/page.ts'
import { paged } from '../../sql/paged.ts'
import { asRead } from '../../sql/table.ts'
import { conversationPage, conversationPageByStatus, conversationQueries, conversationTransitions } from './queries/conversation-queries.ts'
import type { Conversation } from './rows.ts'
import { conversations } from './tables.ts'
import { nextMoment, nextRevision } from './touching.ts'
import { CONVERSATION_STATUSES, type ConversationStatus } from './words.ts'

export const DEFAULT_TITLE: string = 'New Conversation'

export interface ConversationSettings {
  readonly title?: string | null
  readonly metadata?: Json
}

/** Rejects with a `DriverError` where the tenant has a conversation of that thread, and where there is no such tenant. */
export async function createConversation(
  on: Handle,
  tenant_id: string,
  user_id: string,
  thread_id: string,
  settings: ConversationSettings = {},
): Promise<Conversation> {
  return on.transaction(async (inside) => {
    const conversation = await newConversation(inside, tenant_id, user_id, thread_id, settings)
    await change(inside, conversationQueries.insert, conversation)
    return conversation
  })
}

/** Null where the tenant has none of that thread, or it is deleted. */
export async function getConversationByThreadId(on: Handle, tenant_id: string, thread_id: string): Promise<Conversation | null> {
  const found = await first(on, conversationQueries.getByThreadId, { tenant_id, thread_id })
  return found === null || found.is_deleted ? null : found
}

/**
 * Of several who ask at once, one makes it and all get the same. Rejects with `NotAllowed` `conflict` where the thread is another
 * user's, and `status` where it is deleted.
 */
export async function getOrCreateConversation(
  on: Handle,
  tenant_id: string,
  user_id: string,
  thread_id: string,
  settings: ConversationSettings = {},
): Promise<Conversation> {
  const found = await first(on, conversationQueries.getByThreadId, { tenant_id, thread_id })
  const conversation =
    found ??
    (await on.transaction(async (inside) => {
      const made = await newConversation(inside, tenant_id, user_id, thread_id, settings)
      await change(inside, conversationQueries.insertIfAbsent, made)
      return (await first(inside, conversationQueries.lockByThreadId, { tenant_id, thread_id })) ?? made
    }))
  if (conversation.user_id !== user_id) throw new NotAllowed('conflict', 'The thread is another user’s. Nothing was changed.')
  if (conversation.is_deleted) throw new NotAllowed('status', 'The conversation of this thread is deleted. Nothing was changed.')
  return conversation
}

/**
 * What was changed last is first: its own change, or a message. Archived ones are in it, deleted ones are not. `status`: only those of
 * it, also `DELETED`.
 */
export async function listConversations(
  on: Handle,
  tenant_id: string,
  user_id: string,
  { status, ...window }: Window & { readonly status?: ConversationStatus } = {},
): Promise<Listed<Conversation>> {
  const user = { tenant_id, user_id }
  const { list, count, listByStatus, countByStatus } = conversationQueries
  const rows = await (status === undefined
    ? all(on, list, { ...user, ...windowOf(window) })
    : all(on, listByStatus, { ...user, status, ...windowOf(window) }))
  const counted = await (status === undefined ? first(on, count, user) : first(on, countByStatus, { ...user, status }))
  return { rows, total: counted?.total ?? 0 }
}

/** The same from page to page. One that is changed meanwhile goes to the front of the list, where no later page is. */
export async function listConversationsPage(
  on: Handle,
  tenant_id: string,
  user_id: string,
  { status, ...onward }: Onward & { readonly status?: ConversationStatus } = {},
): Promise<Page<Conversation>> {
  const user = { tenant_id, user_id }
  return status === undefined ? paged(on, conversationPage, user, onward) : paged(on, conversationPageByStatus, { ...user, status }, onward)
}

/**
 * Null where the tenant has none of that thread, or it is deleted.
 *
 * `updated_at`: of the conversation as the caller knows it; rejects with `NotAllowed` `conflict` where it has changed since. A message is a
 * change too.
 */
export async function updateConversationTitle(
  on: Handle,
  tenant_id: string,
  thread_id: string,
  title: string | null,
  known: { readonly updated_at?: string | null } = {},
): Promise<Conversation | null> {
  const read = orNull(instant).encode(known.updated_at ?? null, 'updated_at')
  return on.transaction(async (inside) => {
    const found = await first(inside, conversationQueries.lockByThreadId, { tenant_id, thread_id })
    if (found === null || found.is_deleted) return null
    if (read !== null && read !== isoMoment(found.updated_at))
      throw new NotAllowed('conflict', `The conversation was changed at ${found.updated_at}, after it was read. Nothing was changed.`)
    const updated_at = await nextRevision(inside, found)
    await change(inside, conversationQueries.updateTitle, { title, updated_at, tenant_id, id: found.id })
    return { ...found, title, updated_at }
  })
}

/** `setConversationStatus` to `ARCHIVED`. */
export async function archiveConversation(on: Handle, tenant_id: string, thread_id: string): Promise<Conversation | null> {
  return setConversationStatus(on, tenant_id, thread_id, 'ARCHIVED')
}

/**
 * Compares and sets in one statement: of two callers who see the same status, one changes it. `DELETED` also sets `is_deleted` and
 * `deleted_at`. Resolves to null where the tenant has none of that thread; rejects with `NotAllowed` `status` where it has a status
 * that `status` cannot follow, and `word` on an unknown one.
 */
export async function setConversationStatus(
  on: Handle,
  tenant_id: string,
  thread_id: string,
  status: ConversationStatus,
): Promise<Conversation | null> {
  oneOf(CONVERSATION_STATUSES).encode(status, 'status')
  return on.transaction(async (inside) => {
    const found = await first(inside, conversationQueries.lockByThreadId, { tenant_id, thread_id })
    if (found === null) return null
    const updated_at = await nextRevision(inside, found)
    const is_deleted = status === 'DELETED'
    const changed: Conversation = { ...found, status, is_deleted, deleted_at: is_deleted ? updated_at : null, updated_at }
    if ((await change(inside, conversationTransitions[status], changed)) > 0) return changed
    throw new NotAllowed('status', `The conversation is ${found.status}, which ${status} cannot follow. Nothing was changed.`)
  })
}

/** For good, with its messages. False where the tenant has none of that thread. */
export async function deleteConversation(on: Handle, tenant_id: string, thread_id: string): Promise<boolean> {
  return (await change(on, conversationQueries.delete, { tenant_id, thread_id })) > 0
}

async function newConversation(
  on: Handle,
  tenant_id: string,
  user_id: string,
  thread_id: string,
  { title = DEFAULT_TITLE, metadata = null }: ConversationSettings,
): Promise<Conversation> {
  const now = new Date().toISOString()
  const id = newId()
  return asRead(conversations, {
    id,
    tenant_id,
    user_id,
    thread_id,
    title,
    status: 'ACTIVE',
    metadata,
    is_deleted: false,
    deleted_at: null,
    created_at: now,
    updated_at: await nextMoment(on, { id, tenant_id, user_id, updated_at: now }),
  })
}
