// Owns: what a program does with the messages of a conversation.
// Must not know: threads, histories, clients.

import { all, change, first, type Handle } from '../../sql/handle.ts'
import type { Json } from '../../sql/kind.ts'
import { newId } from '../../sql/new-id.ts'
import { NotAllowed } from '../../sql/not-allowed.ts'
import { messageQueries } from './queries/message-queries.ts'
import type { Conversation, Message } from './rows.ts'
import { sameJson } from '../../sql/same-json.ts'
import { touched } from './touching.ts'
import type { MessageRole } from './words.ts'

export interface NewMessage {
  readonly role: MessageRole
  readonly content: string
  readonly metadata?: Json
  /** Makes saving it a second time harmless. @defaultValue a random one */
  readonly id?: string
}

/**
 * The conversation's row is changed first: it is then the first of its user's list. A message that is there under the same id is
 * returned as it is. Resolves to null where the tenant has no such conversation; rejects with `NotAllowed` `word` on an unknown
 * role, and `conflict` where another message has that id.
 */
export async function saveMessage(on: Handle, tenant_id: string, conversation_id: string, message: NewMessage): Promise<Message | null> {
  const id = message.id ?? newId()
  return on.transaction(async (inside) => {
    const conversation = await touched(inside, tenant_id, conversation_id)
    return conversation === null ? null : stored(inside, conversation, { ...message, id })
  })
}

/**
 * In the order in which they were saved. `limit` is a number of rows, the oldest ones: 0 is none, and all where it is left out. For
 * the newest there is `latestMessages`.
 */
export async function loadMessages(
  on: Handle,
  tenant_id: string,
  conversation_id: string,
  { limit }: { readonly limit?: number } = {},
): Promise<readonly Message[]> {
  return limit === undefined
    ? all(on, messageQueries.getAll, { tenant_id, conversation_id })
    : all(on, messageQueries.getOldest, { tenant_id, conversation_id, limit })
}

/** The last `limit`, in the order in which they were saved. */
export async function latestMessages(on: Handle, tenant_id: string, conversation_id: string, limit = 50): Promise<readonly Message[]> {
  return (await all(on, messageQueries.getLatest, { tenant_id, conversation_id, limit })).toReversed()
}

/** The next `limit` after that `seq`, in order: what is saved meanwhile moves no page. From the beginning: `0`. */
export async function messagesAfter(
  on: Handle,
  tenant_id: string,
  conversation_id: string,
  seq: number,
  limit = 50,
): Promise<readonly Message[]> {
  return all(on, messageQueries.getAfter, { tenant_id, conversation_id, after: seq, limit })
}

/** The last `limit` before that `seq`, in order. */
export async function messagesBefore(
  on: Handle,
  tenant_id: string,
  conversation_id: string,
  seq: number,
  limit = 50,
): Promise<readonly Message[]> {
  return (await all(on, messageQueries.getBefore, { tenant_id, conversation_id, before: seq, limit })).toReversed()
}

export async function countMessages(on: Handle, tenant_id: string, conversation_id: string): Promise<number> {
  return (await first(on, messageQueries.count, { tenant_id, conversation_id }))?.total ?? 0
}

/** Saves one message of a conversation that this transaction has locked. */
export async function stored(
  inside: Handle,
  { tenant_id, id: conversation_id }: Pick<Conversation, 'tenant_id' | 'id'>,
  message: NewMessage & { readonly id: string },
): Promise<Message> {
  const { id, role, content, metadata = null } = message
  const now = new Date()
  const written = { id, tenant_id, conversation_id, role, content, metadata, created_at: now, updated_at: now }
  await change(inside, messageQueries.insertIfAbsent, written)
  const found = await first(inside, messageQueries.lockById, { tenant_id, conversation_id, id })
  if (found === null) throw new Error('The database took a message and does not have it.')
  return asStored(found, message)
}

/** `found`, which is there under the same id. Throws `NotAllowed` `conflict` where it is another message. */
export function asStored(found: Message, message: NewMessage): Message {
  if (saysTheSame(found, message)) return found
  throw new NotAllowed('conflict', `Another message of this conversation has the id ${JSON.stringify(found.id)}. Nothing was saved.`)
}

export function saysTheSame(found: Message, { role, content, metadata = null }: NewMessage): boolean {
  return found.role === role && found.content === content && sameJson(found.metadata, metadata)
}
