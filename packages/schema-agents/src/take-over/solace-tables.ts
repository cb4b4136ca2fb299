// Owns: the tables of the Solace gateway as they are known on PostgreSQL and MySQL, at each of its revisions.
// Must not know: ours, SQLite.

import { defineLine, type Form } from '@godwit/core'

export type SolaceTo = '001' | '002' | '003'
export type SolaceDialect = 'postgres' | 'mysql'

/** Texts without a length at first, which MySQL does not take, and with one later (S-T7). */
const LENGTHS = {
  'sessions.id': 64,
  'sessions.name': 255,
  'sessions.user_id': 255,
  'sessions.agent_id': 255,
  'chat_messages.id': 64,
  'chat_messages.session_id': 64,
}

const OTHERS = { 'chat_messages.message': 'text', 'chat_messages.sender_type': 'varchar(50)', 'chat_messages.sender_name': 'varchar(255)' }

const INDEXES = [
  ['sessions', 'user_id'],
  ['sessions', 'updated_at'],
  ['sessions', 'user_id, updated_at'],
  ['sessions', 'agent_id'],
  ['chat_messages', 'session_id'],
  ['chat_messages', 'created_at'],
  ['chat_messages', 'session_id, created_at'],
] as const

/** After its third revision, moments are numbers, under other names. */
function statements(dialect: SolaceDialect, to: SolaceTo): readonly string[] {
  const epoch = to === '003'
  const moment = epoch ? 'BIGINT NOT NULL' : dialect === 'postgres' ? 'TIMESTAMP' : 'DATETIME'
  const name = (of: string): string => (epoch ? of.replaceAll('_at', '_time') : of)
  const text = (column: keyof typeof LENGTHS): string => (dialect === 'postgres' ? 'VARCHAR' : `VARCHAR(${LENGTHS[column]})`)
  return [
    `CREATE TABLE sessions (
      id ${text('sessions.id')} NOT NULL PRIMARY KEY,
      name ${text('sessions.name')},
      user_id ${text('sessions.user_id')} NOT NULL,
      agent_id ${text('sessions.agent_id')},
      ${name('created_at')} ${moment},
      ${name('updated_at')} ${moment}
    )`,
    `CREATE TABLE chat_messages (
      id ${text('chat_messages.id')} NOT NULL PRIMARY KEY,
      session_id ${text('chat_messages.session_id')} NOT NULL,
      message TEXT NOT NULL,
      ${name('created_at')} ${moment},
      sender_type VARCHAR(50),
      sender_name VARCHAR(255),
      FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE CASCADE
    )`,
    ...(to === '001' ? [] : INDEXES.map(([table, columns], n) => `CREATE INDEX ix_solace_${n} ON ${table} (${name(columns)})`)),
  ]
}

/** A server of MySQL has a character set of its own for what does not name one. */
function accepted(dialect: SolaceDialect): readonly string[] {
  if (dialect === 'postgres') return Object.entries(LENGTHS).map(([column, length]) => `${column} type: character varying(${length})`)
  const types = { ...Object.fromEntries(Object.entries(LENGTHS).map(([column, length]) => [column, `varchar(${length})`])), ...OTHERS }
  const charsets = ['latin1', 'utf8mb3', 'utf8', 'utf8mb4'].flatMap((charset) => [charset, `${charset} bin`])
  return Object.entries(types).flatMap(([column, type]) => charsets.map((charset) => `${column} type: ${type} ${charset}`))
}

export function solaceForm(dialect: SolaceDialect, to: SolaceTo): Form {
  const line = defineLine({
    name: 'solace',
    dialects: ['postgres', 'mysql'],
    migrations: [
      {
        id: to,
        description: 'Create the tables of the Solace gateway',
        up: { postgres: statements('postgres', to), mysql: statements('mysql', to) },
        down: ['DROP TABLE chat_messages', 'DROP TABLE sessions'],
      },
    ],
  })
  return { line, accept: accepted(dialect) }
}
