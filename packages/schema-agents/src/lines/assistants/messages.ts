// Owns: what a program does with one message.
// Must not know: lists, clients.

import { locked } from '../../sql/conflict.ts'
import { change, first, type Handle } from '../../sql/handle.ts'
import { insertOnce } from '../../sql/insert-once.ts'
import { instant, text } from '../../sql/kind.ts'
import { newId } from '../../sql/new-id.ts'
import { NotAllowed } from '../../sql/not-allowed.ts'
import { patch } from '../../sql/patch.ts'
import { sql } from '../../sql/query.ts'
import { assigned, values } from '../../sql/table.ts'
import { MESSAGE_CHANGES, messageQueries } from './queries/message-queries.ts'
import { sessionQueries } from './queries/session-queries.ts'
import type { MessageRow, NumberedMessageRow } from './rows.ts'
import { sameJson } from '../../sql/same-json.ts'
import { messages, type Timed } from './tables.ts'

export type Message = NumberedMessageRow

export type NewMessage = Pick<MessageRow, 'session_id' | 'role'> & Partial<Timed<MessageRow>>

export type MessageChanges = Partial<Omit<MessageRow, 'id' | 'session_id' | 'created_at' | 'updated_at'>>

const current = sql`${messageQueries.getById} ${locked}`
const once = { insert: messageQueries.insert, there: current }

/**
 * Appends to its session, whose row is changed first: whoever appends to the same session waits for it, so that `seq` grows in the
 * order of the commits and a reader who goes on from the last one he saw misses nothing.
 *
 * With an `id` it may be sent again: where that message is there with the same content, it is returned, and nothing is appended.
 * Null where there is no such session; rejects with `NotAllowed` `conflict` where the message of that id is another one, and with a
 * `DriverError` where the user or the agent is not there.
 */
export async function createMessage(on: Handle, given: NewMessage): Promise<Message | null> {
  text.encode(given.session_id, 'session_id')
  const now = new Date()
  const row = rowOf(given, now)
  return on.transaction(async (inside) => {
    if ((await change(inside, sessionQueries.touch, { id: given.session_id, updated_at: now })) === 0) return null
    const message = await insertOnce<Timed<MessageRow>, Message>(inside, once, row)
    const other = [...MESSAGE_CHANGES, 'session_id' as const].filter((name) => !sameJson(message[name], row[name]))
    if (given.created_at !== undefined && instant.encode(given.created_at, 'created_at') !== message.created_at)
      throw conflict('created_at')
    if (other.length > 0) throw conflict(other.join(', '))
    return message
  })
}

/** Null where there is none of that id. */
export async function getMessage(on: Handle, id: string): Promise<Message | null> {
  return first(on, messageQueries.getById, { id })
}

/** Changes what is named and leaves the rest; a message stays in its session. Null where there is none of that id. */
export async function updateMessage(on: Handle, id: string, changes: MessageChanges): Promise<Message | null> {
  const names = patch<MessageChanges>(changes, MESSAGE_CHANGES)
  const update = sql`UPDATE ${messages} SET ${assigned(messages, ...names, 'updated_at')} WHERE id = ${values(messages, 'id')}`
  return on.transaction(async (inside) => {
    await change(inside, update, { ...changes, id, updated_at: new Date() } as Parameters<typeof update.bind>[1])
    return first(inside, current, { id })
  })
}

/** False where there is none of that id. */
export async function deleteMessage(on: Handle, id: string): Promise<boolean> {
  return (await change(on, messageQueries.delete, { id })) > 0
}

function rowOf(given: NewMessage, now: Date): Timed<MessageRow> {
  return {
    id: given.id ?? newId(),
    session_id: given.session_id,
    user_id: given.user_id ?? null,
    agent_id: given.agent_id ?? null,
    role: given.role,
    text_content: given.text_content ?? null,
    media_url: given.media_url ?? null,
    mime_type: given.mime_type ?? null,
    message_type: given.message_type ?? null,
    raw_payload: given.raw_payload ?? null,
    tool_calls: given.tool_calls ?? null,
    tool_outputs: given.tool_outputs ?? null,
    context: given.context ?? null,
    channel_payload: given.channel_payload ?? null,
    system_prompt: given.system_prompt ?? null,
    user_feedback: given.user_feedback ?? null,
    flagged: given.flagged ?? null,
    created_at: given.created_at ?? now,
    updated_at: given.updated_at ?? now,
  }
}

function conflict(what: string): NotAllowed {
  return new NotAllowed('conflict', `The message of that id is there with another ${what}. Nothing was appended.`)
}
