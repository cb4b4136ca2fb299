// Owns: the tables of the line `agents` as its queries see them.
// Must not know: how they are made, what is asked of them.

import { shortText, soughtText } from '../../sql/key-text.ts'
import { instant, integer, type Kind, orNull, small, text } from '../../sql/kind.ts'
import { type Table, table } from '../../sql/table.ts'
import type { AgentRow, SessionLogRow, SessionRow } from './rows.ts'

/** What holds JSON: text for the plain queries, values for the functions. */
export type JsonColumn =
  | 'built_in_tools'
  | 'mcps'
  | 'knowledges'
  | 'configuration'
  | 'accessible_paths'
  | 'sub_agent_ids'
  | 'content'
  | 'metadata'

type ColumnsOf<Row, Value> = {
  readonly [Name in keyof Row]: Name extends JsonColumn
    ? Kind<null extends Row[Name] ? Value | null : Value>
    : Name extends 'created_at' | 'updated_at'
      ? Kind<Date | string | null, string | null>
      : Kind<Row[Name]>
}

/** What of an agent can be changed, in the order of the parameters: its type and its time of creation stay. */
export const AGENT_CHANGES: readonly Exclude<keyof AgentRow, 'id' | 'type' | 'created_at' | 'updated_at'>[] = [
  'name',
  'description',
  'avatar',
  'instructions',
  'model',
  'plan_model',
  'small_model',
  'built_in_tools',
  'mcps',
  'knowledges',
  'configuration',
  'accessible_paths',
  'permission_mode',
  'max_steps',
]

/** What of a session can be changed besides its status, in the order of the parameters. */
export const SESSION_CHANGES: readonly Exclude<keyof SessionRow, 'id' | 'status' | 'created_at' | 'updated_at'>[] = [
  'name',
  'main_agent_id',
  'sub_agent_ids',
  'user_goal',
  'external_session_id',
  'model',
  'plan_model',
  'small_model',
  'built_in_tools',
  'mcps',
  'knowledges',
  'configuration',
  'accessible_paths',
  'permission_mode',
  'max_steps',
]

export function agentsTable<Value>(value: Kind<Value>): Table<ColumnsOf<AgentRow, Value>> {
  return table('agents', {
    id: soughtText(191),
    type: shortText(64),
    name: shortText(255),
    description: orNull(text),
    avatar: orNull(text),
    instructions: orNull(text),
    model: shortText(255),
    ...settings(value),
    ...times,
  })
}

export function sessionsTable<Value>(value: Kind<Value>): Table<ColumnsOf<SessionRow, Value>> {
  return table('sessions', {
    id: soughtText(191),
    name: orNull(shortText(255)),
    main_agent_id: soughtText(191),
    sub_agent_ids: orNull(value),
    user_goal: orNull(text),
    status: soughtText(32),
    external_session_id: orNull(soughtText(191)),
    model: orNull(shortText(255)),
    ...settings(value),
    ...times,
  })
}

export function logsTable<Value>(value: Kind<Value>): Table<ColumnsOf<SessionLogRow, Value>> {
  return table('session_logs', {
    id: integer,
    session_id: soughtText(191),
    parent_id: orNull(integer),
    role: shortText(32),
    type: shortText(64),
    content: value,
    metadata: orNull(value),
    ...times,
  })
}

const times = { created_at: orNull(instant), updated_at: orNull(instant) }

// What an agent has and a session may override, in the tables' order, which is the order of the parameters.
const settings = <Value>(value: Kind<Value>) => ({
  plan_model: orNull(shortText(255)),
  small_model: orNull(shortText(255)),
  built_in_tools: orNull(value),
  mcps: orNull(value),
  knowledges: orNull(value),
  configuration: orNull(value),
  accessible_paths: orNull(value),
  permission_mode: orNull(shortText(32)),
  max_steps: orNull(small),
})
