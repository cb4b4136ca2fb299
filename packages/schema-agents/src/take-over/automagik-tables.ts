// Owns: the tables of Automagik Agents as they are known, before and after users had a UUID, and what its history leaves open.
// Must not know: ours.

import { defineLine, type Form } from '@godwit/core'

const NULLABLE = {
  users: ['email', 'phone_number', 'user_data'],
  agents: ['name', 'type', 'model', 'description', 'version', 'config', 'active', 'run_id', 'system_prompt', 'active_default_prompt_id'],
  sessions: ['user_id', 'agent_id', 'name', 'platform', 'metadata', 'run_finished_at'],
  messages: ['session_id', 'user_id', 'agent_id', 'text_content', 'media_url', 'mime_type', 'message_type', 'raw_payload', 'tool_calls'],
  memories: ['session_id', 'user_id', 'agent_id', 'description', 'content', 'read_mode', 'access', 'metadata'],
}

/** Migrations of the original that failed are recorded as run (A-M5): their columns are there or not. */
const LATER = ['agents.system_prompt', 'agents.active_default_prompt_id', 'messages.channel_payload']

const ACCEPTED = [
  ...LATER.map((column) => `${column} column: absent`),
  // A column that is stricter than its documents say holds nothing that it must not.
  ...Object.entries(NULLABLE).flatMap(([table, columns]) =>
    [...columns, 'created_at', 'updated_at'].map((column) => `${table}.${column} nullability: NOT NULL`),
  ),
  'messages.user_id foreign key: absent',
  'messages.agent_id foreign key: absent',
]

const TIMES = 'created_at TIMESTAMPTZ DEFAULT now(),\n      updated_at TIMESTAMPTZ DEFAULT now()'

interface Users {
  readonly id: string
  /** The type of a column that refers to one. */
  readonly reference: string
  /** What becomes of a session, a message and a memory whose user is deleted. */
  readonly onDelete: { readonly row: string; readonly memory: string }
}

const NUMBERED: Users = { id: 'SERIAL', reference: 'INTEGER', onDelete: { row: '', memory: ' ON DELETE CASCADE' } }
const UUIDS: Users = { id: 'UUID', reference: 'UUID', onDelete: { row: ' ON DELETE SET NULL', memory: ' ON DELETE SET NULL' } }

function statements({ id, reference, onDelete }: Users): readonly string[] {
  return [
    `CREATE TABLE users (
      id ${id} PRIMARY KEY,
      email TEXT,
      phone_number VARCHAR(50),
      user_data JSONB,
      ${TIMES}
    )`,
    `CREATE TABLE agents (
      id SERIAL PRIMARY KEY,
      name VARCHAR(255),
      type VARCHAR(50),
      model VARCHAR(255),
      description TEXT,
      version VARCHAR(50),
      config JSONB,
      active BOOLEAN DEFAULT TRUE,
      run_id INTEGER DEFAULT 0,
      system_prompt TEXT,
      active_default_prompt_id INTEGER,
      ${TIMES}
    )`,
    `CREATE TABLE sessions (
      id UUID PRIMARY KEY,
      user_id ${reference} REFERENCES users (id)${onDelete.row},
      agent_id INTEGER REFERENCES agents (id),
      name VARCHAR(255),
      platform VARCHAR(50),
      metadata JSONB,
      run_finished_at TIMESTAMPTZ,
      ${TIMES}
    )`,
    `CREATE TABLE messages (
      id UUID PRIMARY KEY,
      session_id UUID REFERENCES sessions (id),
      user_id ${reference} REFERENCES users (id)${onDelete.row},
      agent_id INTEGER REFERENCES agents (id),
      role VARCHAR(20) NOT NULL,
      text_content TEXT,
      media_url TEXT,
      mime_type TEXT,
      message_type TEXT,
      raw_payload JSONB,
      tool_calls JSONB,
      tool_outputs JSONB,
      context JSONB,
      channel_payload JSONB,
      system_prompt TEXT,
      user_feedback TEXT,
      flagged TEXT,
      ${TIMES}
    )`,
    `CREATE TABLE memories (
      id UUID PRIMARY KEY,
      name VARCHAR(255) NOT NULL,
      description TEXT,
      content TEXT,
      session_id UUID REFERENCES sessions (id) ON DELETE CASCADE,
      user_id ${reference} REFERENCES users (id)${onDelete.memory},
      agent_id INTEGER REFERENCES agents (id) ON DELETE CASCADE,
      read_mode VARCHAR(50),
      access VARCHAR(20),
      metadata JSONB,
      ${TIMES}
    )`,
  ]
}

function form(users: Users, accept: readonly string[]): Form {
  const line = defineLine({
    name: 'automagik',
    dialects: ['postgres'],
    migrations: [
      {
        id: '001',
        description: 'Create the tables of Automagik Agents',
        up: { postgres: statements(users) },
        down: { postgres: ['DROP TABLE memories, messages, sessions, agents, users'] },
      },
    ],
  })
  return { line, accept: [...ACCEPTED, ...accept] }
}

/** Users with a UUID first: what has neither is told in how far it is not that. */
export const automagikForms: readonly [Form, Form] = [form(UUIDS, []), form(NUMBERED, ['users.id type: integer'])]
