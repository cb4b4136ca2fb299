// Owns: messages as they are saved.
// Must not know: how they are read, clients.

import { locked } from '../../sql/conflict.ts'
import { all, change, first, type Handle } from '../../sql/handle.ts'
import { insertingMany } from '../../sql/insert-many.ts'
import { integer } from '../../sql/kind.ts'
import { sql } from '../../sql/query.ts'
import { computed } from '../../sql/table.ts'
import { lockPersona } from './persona.ts'
import { chatQueries } from './queries/chat-queries.ts'
import { createSession } from './sessions.ts'
import { memories, messages, sessions } from './tables.ts'

export interface NewMessage {
  readonly message: string
  readonly is_user: boolean
  /** @defaultValue 'Assistant' */
  readonly character_name?: string | null
}

const insert = insertingMany(messages, 'session_id', 'message', 'is_user', 'character_name')
const lockAll = sql`SELECT ${computed('id', integer, 'id')} FROM ${sessions} ORDER BY id ${locked}`
const detach = sql`UPDATE ${memories} SET session_id = NULL, start_message_id = NULL, end_message_id = NULL`

/**
 * Returns the new message's id. Without `session_id` it goes into the newest session, or into a new one where there is none: ten
 * who do so at once make one. Rejects with a `DriverError` where there is no session of that id.
 */
export async function saveMessage(on: Handle, given: NewMessage & { readonly session_id?: number }): Promise<number> {
  const { session_id, ...message } = given
  const [id] = await saveMessages(on, [message], session_id)
  if (id === undefined) throw new Error('A message was saved and has no id.')
  return id
}

/**
 * Saves in the given order, all or none, and returns the ids; otherwise as `saveMessage`. The session's row is changed first: whoever
 * writes to the same session waits for it, so that ids grow in the order of the commits and `messagesAfter` misses nothing.
 */
export async function saveMessages(on: Handle, given: readonly NewMessage[], session_id?: number): Promise<readonly number[]> {
  const said = given.map(({ message, is_user, character_name = 'Assistant' }) => ({ message, is_user, character_name }))
  if (said.length === 0) return []
  return on.transaction(async (inside) => {
    const session = session_id === undefined ? await newestOrNew(inside) : session_id
    await change(inside, chatQueries.update_session_timestamp, { id: session })
    return insert(
      inside,
      said.map((message) => ({ session_id: session, ...message })),
    )
  })
}

/**
 * All messages and all sessions. Memories keep their content, and are of no session and no messages any more: the ids are never given
 * out again, and what points at them would point at nothing. Returns how many messages there were.
 */
export async function clearChatHistory(on: Handle): Promise<number> {
  return on.transaction(async (inside) => {
    await lockPersona(inside)
    // Whoever is writing holds his session, and gets rows in the way of what follows: he is waited for here.
    await all(inside, lockAll, {})
    const gone = await change(inside, chatQueries.delete_all_messages, {})
    await change(inside, chatQueries.delete_all_sessions, {})
    await change(inside, detach, {})
    return gone
  })
}

async function newestOrNew(inside: Handle): Promise<number> {
  const persona_id = await lockPersona(inside)
  const newest = await first(inside, chatQueries.get_latest_session_id, {})
  return newest?.id ?? createSession(inside, { persona_id })
}
