// Owns: the tables of the line `agent-state` as its queries see them.
// Must not know: how they are made, what is asked of them.

import { shortText, soughtText } from '../../sql/key-text.ts'
import { bool, instant, json, type Kind, orNull, text } from '../../sql/kind.ts'
import { type Table, table } from '../../sql/table.ts'
import type { EventRow, SessionRow } from './rows.ts'

type ColumnsOf<Row> = {
  readonly [Name in keyof Row]: Name extends 'create_time' | 'update_time' | 'timestamp' ? Kind<Date | string, string> : Kind<Row[Name]>
}
type AppStateRow = Pick<SessionRow, 'app_name' | 'state' | 'update_time'>
type UserStateRow = AppStateRow & Pick<SessionRow, 'user_id'>

/** Four of them fit into one index of MySQL. */
const key = soughtText(128)
const word = shortText(256)

export const sessionsTable: Table<ColumnsOf<SessionRow>> = table('sessions', {
  app_name: key,
  user_id: key,
  id: key,
  state: json,
  create_time: instant,
  update_time: instant,
})

export const eventsTable: Table<ColumnsOf<EventRow>> = table('events', {
  id: key,
  app_name: key,
  user_id: key,
  session_id: key,
  invocation_id: word,
  author: word,
  actions: json,
  long_running_tool_ids_json: orNull(json),
  branch: orNull(word),
  timestamp: instant,
  content: orNull(json),
  grounding_metadata: orNull(json),
  partial: orNull(bool),
  turn_complete: orNull(bool),
  error_code: orNull(word),
  error_message: orNull(text),
  interrupted: orNull(bool),
  input_transcription: orNull(json),
  output_transcription: orNull(json),
  custom_metadata: orNull(json),
  usage_metadata: orNull(json),
  citation_metadata: orNull(json),
})

export const appStatesTable: Table<ColumnsOf<AppStateRow>> = table('app_states', { app_name: key, state: json, update_time: instant })

export const userStatesTable: Table<ColumnsOf<UserStateRow>> = table('user_states', {
  app_name: key,
  user_id: key,
  state: json,
  update_time: instant,
})
