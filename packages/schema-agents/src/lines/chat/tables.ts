// Owns: the tables of the line `chat` as its queries see them.
// Must not know: how they are made, what is asked of them.

import { shortText, soughtText } from '../../sql/key-text.ts'
import { bool, integer, type Kind, orNull, text } from '../../sql/kind.ts'
import { type Table, table } from '../../sql/table.ts'
import { moment } from './moment.ts'
import type { ChatMessageRow, ChatSessionRow, DbInfoRow, MemoryRow } from './rows.ts'

type Moment = 'created_at' | 'updated_at' | 'timestamp'

type ColumnsOf<Row> = {
  readonly [Name in keyof Row]: Name extends Moment ? Kind<Date | string | null, string | null> : Kind<Row[Name]>
}

export const info: Table<ColumnsOf<DbInfoRow>> = table('db_info', { key: soughtText(191), value: orNull(text) })

export const sessions: Table<ColumnsOf<ChatSessionRow>> = table('chat_sessions', {
  id: integer,
  title: orNull(text),
  persona_id: orNull(shortText(191)),
  created_at: moment,
  updated_at: moment,
  last_memory_message_id: orNull(integer),
})

export const messages: Table<ColumnsOf<ChatMessageRow>> = table('chat_messages', {
  id: integer,
  session_id: integer,
  message: text,
  is_user: bool,
  timestamp: moment,
  character_name: orNull(text),
})

export const memories: Table<ColumnsOf<MemoryRow>> = table('memories', {
  id: integer,
  session_id: orNull(integer),
  persona_id: orNull(shortText(191)),
  content: text,
  created_at: moment,
  is_active: bool,
  start_message_id: orNull(integer),
  end_message_id: orNull(integer),
})
