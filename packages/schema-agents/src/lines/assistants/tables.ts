// Owns: the tables of the line `assistants` as its queries see them.
// Must not know: how they are made, what is asked of them.

import { shortText, soughtText } from '../../sql/key-text.ts'
import { bool, instant, integer, json, type Kind, orNull, small, text } from '../../sql/kind.ts'
import { type Table, table } from '../../sql/table.ts'
import type { AgentRow, MemoryRow, MessageRow, SessionRow, UserRow } from './rows.ts'

/** A moment may be given as a `Date`; it is read as text. */
export type Timed<Row> = {
  readonly [Name in keyof Row]: Name extends 'created_at' | 'updated_at' | 'run_finished_at' ? Date | Row[Name] : Row[Name]
}

type ColumnsOf<Row> = { readonly [Name in keyof Row]: Kind<Timed<Row>[Name], Row[Name]> }

const id = soughtText(191)
const times = { created_at: instant, updated_at: instant }

export const users: Table<ColumnsOf<UserRow>> = table('users', {
  id,
  email: orNull(soughtText(255)),
  phone_number: orNull(soughtText(50)),
  user_data: orNull(json),
  ...times,
})

export const agents: Table<ColumnsOf<AgentRow>> = table('agents', {
  id: integer,
  name: soughtText(255),
  type: shortText(50),
  model: shortText(255),
  description: orNull(text),
  version: orNull(shortText(50)),
  config: orNull(json),
  active: bool,
  run_id: small,
  system_prompt: orNull(text),
  active_default_prompt_id: orNull(integer),
  ...times,
})

export const sessions: Table<ColumnsOf<SessionRow>> = table('sessions', {
  id,
  user_id: orNull(id),
  agent_id: orNull(integer),
  name: orNull(shortText(255)),
  platform: orNull(shortText(50)),
  metadata: orNull(json),
  run_finished_at: orNull(instant),
  ...times,
})

export const messages: Table<ColumnsOf<MessageRow>> = table('messages', {
  id,
  session_id: id,
  user_id: orNull(id),
  agent_id: orNull(integer),
  role: soughtText(20),
  text_content: orNull(text),
  media_url: orNull(text),
  mime_type: orNull(text),
  message_type: orNull(text),
  raw_payload: orNull(json),
  tool_calls: orNull(json),
  tool_outputs: orNull(json),
  context: orNull(json),
  channel_payload: orNull(json),
  system_prompt: orNull(text),
  user_feedback: orNull(text),
  flagged: orNull(text),
  ...times,
})

export const memories: Table<ColumnsOf<MemoryRow>> = table('memories', {
  id,
  name: shortText(255),
  description: orNull(text),
  content: orNull(text),
  session_id: orNull(id),
  user_id: orNull(id),
  agent_id: orNull(integer),
  read_mode: orNull(soughtText(50)),
  access: orNull(shortText(20)),
  metadata: orNull(json),
  ...times,
})
