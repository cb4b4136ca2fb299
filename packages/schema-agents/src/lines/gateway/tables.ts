// Owns: the tables of the line `gateway` as its queries see them.
// Must not know: how they are made, what is asked of them.

import { shortText, soughtText } from '../../sql/key-text.ts'
import { integer, type Kind, oneOf, orNull, text } from '../../sql/kind.ts'
import { type Table, table } from '../../sql/table.ts'
import type { ChatMessageRow, SenderType, SessionRow } from './rows.ts'

type ColumnsOf<Row> = { readonly [Name in keyof Row]: Kind<Row[Name]> }

const senderType: Kind<SenderType> = oneOf<SenderType>(['user', 'llm'])

export const sessionsTable: Table<ColumnsOf<SessionRow>> = table('sessions', {
  id: soughtText(64),
  name: orNull(shortText(255)),
  user_id: soughtText(255),
  agent_id: orNull(soughtText(255)),
  created_time: integer,
  updated_time: integer,
})

export const messagesTable: Table<ColumnsOf<ChatMessageRow>> = table('chat_messages', {
  id: soughtText(64),
  session_id: soughtText(64),
  message: text,
  created_time: integer,
  sender_type: orNull(senderType),
  sender_name: orNull(shortText(255)),
})
