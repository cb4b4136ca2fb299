// Owns: the messages of a session, in order.
// Must not know: how they are appended, clients.

import { all, change, first, type Handle } from '../../sql/handle.ts'
import { amount } from '../../sql/kind.ts'
import { type NumberedPage, windowOfPage } from '../../sql/numbered-page.ts'
import type { Listed, Window } from '../../sql/page.ts'
import { sql } from '../../sql/query.ts'
import { direction, type Sort } from '../../sql/sorted.ts'
import { slot, values } from '../../sql/table.ts'
import type { Message } from './messages.ts'
import { messageQueries, numbered } from './queries/message-queries.ts'
import { sessionQueries } from './queries/session-queries.ts'
import { messages } from './tables.ts'

export interface Sorted {
  /** @defaultValue 'asc', as they were appended */
  readonly sort?: Sort
}

const ofSession = sql`SELECT ${numbered} FROM ${messages} WHERE session_id = ${values(messages, 'session_id')}`
const window = sql`LIMIT ${slot('limit', amount)} OFFSET ${slot('offset', amount)}`

/** Without a `limit` all of them. */
export async function listMessages(
  on: Handle,
  session_id: string,
  { sort = 'asc', limit = Number.MAX_SAFE_INTEGER, offset = 0 }: Window & Sorted = {},
): Promise<readonly Message[]> {
  return all(on, sql`${ofSession} ORDER BY seq ${direction(sort)} ${window}`, { session_id, limit, offset })
}

/** One page, counted from 1, and how many there are in all. */
export async function listSessionMessages(
  on: Handle,
  session_id: string,
  { sort = 'asc', ...page }: NumberedPage & Sorted = {},
): Promise<Listed<Message>> {
  const rows = await listMessages(on, session_id, { sort, ...windowOfPage(page) })
  return { rows, total: await countMessages(on, session_id) }
}

/** The next `limit` after that `seq`, in order: what is appended meanwhile moves no page. From the beginning: `0`. */
export async function messagesAfter(on: Handle, session_id: string, seq: number, limit = 50): Promise<readonly Message[]> {
  return all(on, messageQueries.listAfter, { session_id, after: seq, limit })
}

/** The last `limit` before that `seq`, in order. From the end: `Number.MAX_SAFE_INTEGER`. */
export async function messagesBefore(on: Handle, session_id: string, seq: number, limit = 50): Promise<readonly Message[]> {
  return (await all(on, messageQueries.listBefore, { session_id, before: seq, limit })).toReversed()
}

export async function countMessages(on: Handle, session_id: string): Promise<number> {
  return (await first(on, messageQueries.countBySession, { session_id }))?.total ?? 0
}

/** How many there were. */
export async function deleteSessionMessages(on: Handle, session_id: string): Promise<number> {
  return change(on, messageQueries.deleteBySession, { session_id })
}

/** The text `system_prompt` of the session's metadata, else of its last message of the role `system`, else null. */
export async function getSystemPrompt(on: Handle, session_id: string): Promise<string | null> {
  const metadata = (await first(on, sessionQueries.getById, { id: session_id }))?.metadata
  if (typeof metadata === 'object' && metadata !== null && 'system_prompt' in metadata && typeof metadata.system_prompt === 'string')
    return metadata.system_prompt
  return (await first(on, messageQueries.getLastByRole, { session_id, role: 'system' }))?.text_content ?? null
}
