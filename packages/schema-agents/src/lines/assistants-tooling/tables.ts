// Owns: the tables of the line `assistants-tooling` as its queries see them.
// Must not know: how they are made, what is asked of them.

import { bool, instant, integer, type Kind, oneOf, orNull, small, text } from '../../sql/kind.ts'
import { keyText, shortText } from '../../sql/key-text.ts'
import { type Table, table } from '../../sql/table.ts'
import type { AgentMcpServerRow, McpServerRow, PromptRow } from './rows.ts'
import { textList } from './text-list.ts'
import { SERVER_STATUSES, SERVER_TYPES } from './words.ts'

type Moment = 'created_at' | 'updated_at' | 'started_at' | 'last_ping' | 'last_started' | 'last_stopped'

/** A moment may be given as a `Date`; it is read as text. */
type ColumnsOf<Row> = { readonly [Name in keyof Row]: Kind<Name extends Moment ? Date | Row[Name] : Row[Name], Row[Name]> }

const times = { created_at: instant, updated_at: instant }

export const prompts: Table<ColumnsOf<PromptRow>> = table('prompts', {
  id: integer,
  agent_id: integer,
  prompt_text: text,
  version: small,
  is_active: bool,
  is_default_from_code: bool,
  status_key: keyText(255),
  name: orNull(shortText(255)),
  ...times,
})

export const mcpServers: Table<ColumnsOf<McpServerRow>> = table('mcp_servers', {
  id: integer,
  name: keyText(255),
  server_type: oneOf(SERVER_TYPES),
  description: orNull(text),
  command: orNull(textList),
  http_url: orNull(text),
  auto_start: bool,
  max_retries: small,
  timeout_seconds: small,
  tags: textList,
  priority: small,
  status: oneOf(SERVER_STATUSES),
  enabled: bool,
  started_at: orNull(instant),
  last_error: orNull(text),
  error_count: small,
  connection_attempts: small,
  last_ping: orNull(instant),
  tools_discovered: textList,
  resources_discovered: textList,
  last_started: orNull(instant),
  last_stopped: orNull(instant),
  ...times,
})

export const agentMcpServers: Table<ColumnsOf<AgentMcpServerRow>> = table('agent_mcp_servers', {
  id: integer,
  agent_id: integer,
  mcp_server_id: integer,
  ...times,
})
