// Owns: C-T1 to C-T6, what the migrations make.
// Must not know: queries' texts.

import { describe, expect, test } from 'vitest'
import { agents } from '../src/index.ts'
import { empty, engines, installed, run, statements, type Database } from './engines.ts'
import { insertAgent, insertLog, insertSession } from './rows.ts'

/** `name type [NOT NULL] [DEFAULT …] [PRIMARY KEY]`, one text per column, in the table's order. */
async function columns(database: Database, table: string): Promise<string[]> {
  const { rows } = await database.execute({ sql: 'SELECT * FROM pragma_table_xinfo(?)', args: [table] })
  return rows.map(({ name, type, notnull, dflt_value: value, pk }) =>
    [name, type, notnull === 1 ? 'NOT NULL' : '', typeof value === 'string' ? `DEFAULT ${value}` : '', pk === 1 ? 'PRIMARY KEY' : '']
      .filter(Boolean)
      .join(' '),
  )
}

/** `name(column, …)` of every index that a migration made, in the order of making. */
async function indexes(database: Database, table: string): Promise<string[]> {
  const { rows } = await database.execute({
    sql: `SELECT i.name || '(' || group_concat(c.name) || ')' AS text FROM pragma_index_list(?) i, pragma_index_info(i.name) c
      WHERE i.origin = 'c' GROUP BY i.name, i.seq ORDER BY i.seq DESC`,
    args: [table],
  })
  return rows.map(({ text }) => String(text))
}

/** `column -> table(column) ON DELETE action`. */
async function foreignKeys(database: Database, table: string): Promise<string[]> {
  const { rows } = await database.execute({ sql: 'SELECT * FROM pragma_foreign_key_list(?) ORDER BY "from"', args: [table] })
  return rows.map((row) => `${String(row['from'])} -> ${String(row['table'])}(${String(row['to'])}) ON DELETE ${String(row['on_delete'])}`)
}

async function catalogue(database: Database): Promise<unknown> {
  const { rows } = await database.execute({ sql: 'SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name' })
  return rows
}

const SETTINGS = [
  'plan_model TEXT',
  'small_model TEXT',
  'built_in_tools TEXT',
  'mcps TEXT',
  'knowledges TEXT',
  'configuration TEXT',
  'accessible_paths TEXT',
  "permission_mode TEXT DEFAULT 'readOnly'",
  'max_steps INTEGER DEFAULT 10',
]
const TIMESTAMPS = ['created_at DATETIME DEFAULT CURRENT_TIMESTAMP', 'updated_at DATETIME DEFAULT CURRENT_TIMESTAMP']

test('C-T5: the line has migrations 001 and 002 with the descriptions of the document, and one of its own', () => {
  expect(agents.name).toBe('agents')
  expect(agents.requires).toBeUndefined()
  expect(agents.migrations.map(({ id, description }) => [id, description])).toEqual([
    ['001', 'Create initial agents table and indexes'],
    ['002', 'Create sessions and session_logs tables with indexes'],
    ['002_keyset_index', 'Read session logs in the order of their ids'],
  ])
})

/** `TABLE name` or `INDEX name`, of a statement that creates or drops it. */
const object = (statement: string): string => statement.replace(/^(?:CREATE|DROP) (TABLE|INDEX) (?:IF EXISTS )?(\w+)[^]*$/, '$1 $2')

test('C-T5: each down undoes its up in reverse order', () => {
  for (const migration of agents.migrations) {
    expect(statements(migration, 'down').map(object)).toEqual(statements(migration, 'up').map(object).toReversed())
  }
})

describe.each(engines)('on $name', (engine) => {
  test('C-T1: agents has the columns, defaults and indexes of the document', async () => {
    const database = await installed(engine)
    expect(await columns(database, 'agents')).toEqual([
      'id TEXT PRIMARY KEY',
      "type TEXT NOT NULL DEFAULT 'custom'",
      'name TEXT NOT NULL',
      'description TEXT',
      'avatar TEXT',
      'instructions TEXT',
      'model TEXT NOT NULL',
      ...SETTINGS,
      ...TIMESTAMPS,
    ])
    expect(await indexes(database, 'agents')).toEqual(
      ['name', 'type', 'model', 'plan_model', 'small_model', 'permission_mode', 'created_at'].map((name) => `idx_agents_${name}(${name})`),
    )
  })

  test('C-T2: sessions has the columns, defaults, indexes and the foreign key of the document', async () => {
    const database = await installed(engine)
    expect(await columns(database, 'sessions')).toEqual([
      'id TEXT PRIMARY KEY',
      'name TEXT',
      'main_agent_id TEXT NOT NULL',
      'sub_agent_ids TEXT',
      'user_goal TEXT',
      "status TEXT NOT NULL DEFAULT 'idle'",
      'external_session_id TEXT',
      'model TEXT',
      ...SETTINGS,
      ...TIMESTAMPS,
    ])
    expect(await indexes(database, 'sessions')).toEqual(
      ['name', 'status', 'created_at', 'external_session_id', 'main_agent_id', 'model', 'plan_model', 'small_model'].map(
        (name) => `idx_sessions_${name}(${name})`,
      ),
    )
    expect(await foreignKeys(database, 'sessions')).toEqual(['main_agent_id -> agents(id) ON DELETE CASCADE'])
  })

  test('C-T3: session_logs has the columns, indexes and foreign keys of the document', async () => {
    const database = await installed(engine)
    expect(await columns(database, 'session_logs')).toEqual([
      'id INTEGER PRIMARY KEY',
      'session_id TEXT NOT NULL',
      'parent_id INTEGER',
      'role TEXT NOT NULL',
      'type TEXT NOT NULL',
      'content TEXT NOT NULL',
      'metadata TEXT',
      ...TIMESTAMPS,
    ])
    expect(await indexes(database, 'session_logs')).toEqual(
      ['session_id', 'parent_id', 'role', 'type', 'created_at', 'updated_at'].map((name) => `idx_session_logs_${name}(${name})`),
    )
    expect(await foreignKeys(database, 'session_logs')).toEqual([
      'parent_id -> session_logs(id) ON DELETE SET NULL',
      'session_id -> sessions(id) ON DELETE CASCADE',
    ])
  })

  test('C-T3: the id of a deleted log entry is not given out again', async () => {
    const database = await installed(engine)
    await insertAgent(database)
    await insertSession(database)
    const last = await insertLog(database)
    await database.execute({ sql: 'DELETE FROM session_logs' })
    expect(await insertLog(database)).toBe(last + 1)
  })

  test('C-T5: up, down, up leaves the same catalogue, and down leaves nothing', async () => {
    const database = await empty(engine)
    await run(database, 'up')
    const first = await catalogue(database)
    await run(database, 'down')
    const { rows } = await database.execute({ sql: "SELECT name FROM sqlite_master WHERE name <> 'sqlite_sequence'" })
    expect(rows).toEqual([])
    await run(database, 'up')
    expect(await catalogue(database)).toEqual(first)
  })

  test('C-T5: down works with rows in every table, answers to answers included', async () => {
    const database = await installed(engine)
    await insertAgent(database)
    await insertSession(database)
    const question = await insertLog(database)
    const answer = await insertLog(database, { parent_id: question })
    await insertLog(database, { parent_id: answer })
    await run(database, 'down')
    const { rows } = await database.execute({ sql: "SELECT name FROM sqlite_master WHERE name <> 'sqlite_sequence'" })
    expect(rows).toEqual([])
  })

  test('C-T5: up fails over a table of that name which something else made', async () => {
    const database = await empty(engine)
    await database.execute({ sql: 'CREATE TABLE agents (id INTEGER PRIMARY KEY, nickname TEXT)' })
    await expect(run(database, 'up')).rejects.toThrow('table agents already exists')
  })

  test('C-T6: words outside of the documented lists are stored as they are', async () => {
    const database = await installed(engine)
    await insertAgent(database, { type: 'homemade', permission_mode: 'askTwice' })
    await insertSession(database, { status: 'paused' })
    await insertLog(database, { role: 'oracle', type: 'prophecy' })
    const { rows } = await database.execute({
      sql: 'SELECT a.type AS agent, a.permission_mode, s.status, l.role, l.type FROM agents a, sessions s, session_logs l',
    })
    expect(rows).toEqual([{ agent: 'homemade', permission_mode: 'askTwice', status: 'paused', role: 'oracle', type: 'prophecy' }])
  })
})
