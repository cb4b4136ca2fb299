// Owns: rows to put into the tables, with every column given.
// Must not know: what is tested.

import type { InValue } from '@libsql/client'
import { AgentQueries, SessionLogQueries, SessionQueries } from '../src/index.ts'
import type { Database } from './engines.ts'

export const NOON = '2026-11-20T12:00:00.000Z'

export const agent = {
  id: 'agent-1',
  type: 'custom',
  name: 'Code Review Assistant',
  description: 'Reviews code',
  avatar: null,
  instructions: 'Review code for security',
  model: 'model-of-agent',
  plan_model: 'plan-of-agent',
  small_model: 'small-of-agent',
  built_in_tools: '["file_search"]',
  mcps: '["mcp-of-agent"]',
  knowledges: '["coding-standards"]',
  configuration: '{"temperature":0.1}',
  accessible_paths: '["/src"]',
  permission_mode: 'bypassPermissions',
  max_steps: 50,
  created_at: NOON,
  updated_at: NOON,
}

/** All ten settings are null: the agent's are in effect. */
export const session = {
  id: 'session-1',
  name: 'Code Review Session',
  main_agent_id: agent.id,
  sub_agent_ids: null,
  user_goal: 'Review the authentication module',
  status: 'running',
  external_session_id: null,
  model: null,
  plan_model: null,
  small_model: null,
  built_in_tools: null,
  mcps: null,
  knowledges: null,
  configuration: null,
  accessible_paths: null,
  permission_mode: null,
  max_steps: null,
  created_at: NOON,
  updated_at: NOON,
}

export const log = {
  session_id: session.id,
  parent_id: null,
  role: 'user',
  type: 'message',
  content: '{"text":"Please review"}',
  metadata: null,
  created_at: NOON,
  updated_at: NOON,
}

type Values<Shape> = { readonly [Name in keyof Shape]?: InValue }

export async function insertAgent(database: Database, values: Values<typeof agent> = {}): Promise<void> {
  await database.execute({ sql: AgentQueries.insert, args: Object.values({ ...agent, ...values }) })
}

export async function insertSession(database: Database, values: Values<typeof session> = {}): Promise<void> {
  await database.execute({ sql: SessionQueries.insert, args: Object.values({ ...session, ...values }) })
}

/** Returns the new entry's id. */
export async function insertLog(database: Database, values: Values<typeof log> = {}): Promise<number> {
  const { insertedId } = await database.execute({ sql: SessionLogQueries.insert, args: Object.values({ ...log, ...values }) })
  return insertedId
}
