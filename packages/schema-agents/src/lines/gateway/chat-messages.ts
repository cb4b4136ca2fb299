// Owns: what a program does with what was said in a session.
// Must not know: clients.

import { arrival } from '../../sql/arrival.ts'
import { byIndex } from '../../sql/by-index.ts'
import { locked } from '../../sql/conflict.ts'
import { all, change, first, type Handle } from '../../sql/handle.ts'
import { backwards, forwards } from '../../sql/in-order.ts'
import { insertOnce } from '../../sql/insert-once.ts'
import { amount, integer } from '../../sql/kind.ts'
import { newId } from '../../sql/new-id.ts'
import { NotAllowed } from '../../sql/not-allowed.ts'
import { type Query, sql } from '../../sql/query.ts'
import { greatest } from '../../sql/revision.ts'
import { computed, into, selected, slot, values } from '../../sql/table.ts'
import type { ChatMessageRow, SessionRow } from './rows.ts'
import { createSession, getSession, type NewSession } from './sessions.ts'
import { messagesTable as messages, sessionsTable as sessions } from './tables.ts'

/** `id`: makes storing it a second time harmless; a new one where it is left out. */
export type NewChatMessage = Pick<ChatMessageRow, 'message' | 'sender_type' | 'sender_name'> & Partial<Pick<ChatMessageRow, 'id'>>

export interface StoredMessage {
  readonly message_id: string
  readonly session_id: string
}

export interface Paging {
  /** @defaultValue 50 */
  readonly limit?: number
  /** Of somebody else's session nothing is read. */
  readonly user_id?: string
}

const insert = sql`INSERT INTO ${messages} (${into(messages)}) VALUES (${values(messages)})`
const once = { insert, there: sql`SELECT ${selected(messages)} FROM ${messages} WHERE id = ${values(messages, 'id')} ${locked}` }
// Not before the last change: see `updateSession`.
const touch = sql`UPDATE ${sessions} SET updated_time = ${greatest}(${values(sessions, 'updated_time')}, updated_time),
  agent_id = COALESCE(NULLIF(agent_id, ''), ${values(sessions, 'agent_id')}) WHERE id = ${values(sessions, 'id')}`
const touchOwned = sql`${touch} AND user_id = ${values(sessions, 'user_id')}`
const inSession = sql`WHERE session_id = ${values(messages, 'session_id')}`
const inOrder = byIndex({ sqlite: 'ix_chat_messages_session_id', mysql: 'ix_chat_messages_session_id_seq' })
const page = sql`SELECT ${selected(messages)} FROM ${messages} ${inOrder} ${inSession}`
const history = sql`${page} ORDER BY ${arrival} ${forwards}`
const arrivalOf = sql`SELECT ${computed('arrival', integer, { sqlite: 'rowid', postgres: 'seq', mysql: 'seq' })}
  FROM ${messages} ${inSession} AND id = ${values(messages, 'id')}`
const limit = sql`LIMIT ${slot('limit', amount)}`
const atStart = sql`${history} ${limit}`
const atLast = sql`${page} ORDER BY ${arrival} ${backwards} ${limit}`
const after = sql`${page} AND ${arrival} > ${slot('arrival', integer)} ORDER BY ${arrival} ${forwards} ${limit}`
const before = sql`${page} AND ${arrival} < ${slot('arrival', integer)} ORDER BY ${arrival} ${backwards} ${limit}`

/**
 * Both or neither. Rejects with `NotAllowed` `word` on an empty message or an unknown type of sender, and with a `DriverError` where the
 * id is taken. What is left out: the message is the user's own.
 */
export async function createSessionWithMessage(
  on: Handle,
  given: NewSession,
  { message, sender_type = 'user', sender_name = given.user_id, ...rest }: Pick<NewChatMessage, 'message'> & Partial<NewChatMessage>,
): Promise<SessionRow & Pick<StoredMessage, 'message_id'>> {
  if (message === '') throw new NotAllowed('word', 'The first message of a session is not empty. Nothing was written.')
  return on.transaction(async (inside) => {
    const session = await createSession(inside, given)
    const message_id = await appended(inside, session.id, { ...rest, message, sender_type, sender_name })
    return { ...session, message_id }
  })
}

/**
 * The session's row is changed first: whoever writes into the same session waits for it, so that the order of the messages is
 * that of the commits and `messagesAfter` misses nothing. `agent_id` is filled in where the session has none. Null where there is
 * no such session, or, where `user_id` is given, it is another's; rejects with `NotAllowed` `word` on an unknown type of sender.
 *
 * With an `id` it may be sent again: where the session has that message, nothing is stored. Rejects with `NotAllowed` `conflict` where the
 * message of that id is another one.
 */
export async function storeChatMessage(
  on: Handle,
  session_id: string,
  given: NewChatMessage,
  { user_id, agent_id = null }: { readonly user_id?: string; readonly agent_id?: string | null } = {},
): Promise<StoredMessage | null> {
  return on.transaction(async (inside) => {
    const session = { id: session_id, agent_id, updated_time: Date.now() }
    const touched = user_id === undefined ? await change(inside, touch, session) : await change(inside, touchOwned, { ...session, user_id })
    return touched === 0 ? null : { message_id: await appended(inside, session_id, given), session_id }
  })
}

/** In the order in which they were stored. Empty where there is no such session, or, where `user_id` is given, it is another's. */
export async function getChatHistory(on: Handle, session_id: string, user_id?: string): Promise<readonly ChatMessageRow[]> {
  if (user_id !== undefined && (await getSession(on, session_id, user_id)) === null) return []
  return all(on, history, { session_id })
}

/**
 * The next ones after that message, in order: what is stored meanwhile moves no page. From the beginning: null. Resolves to null
 * where the session has no such message (any more), or, where `user_id` is given, it is another's.
 */
export async function messagesAfter(
  on: Handle,
  session_id: string,
  id: string | null,
  paging: Paging = {},
): Promise<readonly ChatMessageRow[] | null> {
  return paged(on, { session_id, id, paging }, atStart, after)
}

/** The last ones before that message, in order. From the end: null. Resolves to null as `messagesAfter`. */
export async function messagesBefore(
  on: Handle,
  session_id: string,
  id: string | null,
  paging: Paging = {},
): Promise<readonly ChatMessageRow[] | null> {
  return (await paged(on, { session_id, id, paging }, atLast, before))?.toReversed() ?? null
}

interface Asked {
  readonly session_id: string
  readonly id: string | null
  readonly paging: Paging
}

async function paged(
  on: Handle,
  { session_id, id, paging: { limit = 50, user_id } }: Asked,
  atEnd: Query<{ readonly session_id: string; readonly limit: number }, ChatMessageRow>,
  from: Query<{ readonly session_id: string; readonly arrival: number; readonly limit: number }, ChatMessageRow>,
): Promise<readonly ChatMessageRow[] | null> {
  if (user_id !== undefined && (await getSession(on, session_id, user_id)) === null) return null
  if (id === null) return all(on, atEnd, { session_id, limit })
  const cursor = await first(on, arrivalOf, { session_id, id })
  return cursor === null ? null : all(on, from, { session_id, arrival: cursor.arrival, limit })
}

async function appended(inside: Handle, session_id: string, given: NewChatMessage): Promise<string> {
  const { id = newId(), message, sender_type, sender_name } = given
  const row = { id, session_id, message, sender_type, sender_name, created_time: Date.now() }
  if (given.id === undefined) await change(inside, insert, row)
  else {
    const there = await insertOnce<ChatMessageRow, ChatMessageRow>(inside, once, row)
    const same = (['session_id', 'message', 'sender_type', 'sender_name'] as const).every((name) => there[name] === row[name])
    if (!same) throw new NotAllowed('conflict', `Another message has the id ${JSON.stringify(id)}. Nothing was stored.`)
  }
  return id
}
