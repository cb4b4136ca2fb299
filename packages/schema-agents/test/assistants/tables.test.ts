// Owns: A-T1 to A-T5 and A-T7, what the migrations make: columns, keys and indexes.
// Must not know: queries, functions.

import { expect, test } from 'vitest'
import { assistants } from '../../src/index.ts'
import { agents, memories, messages, sessions, users } from '../../src/lines/assistants/tables.ts'
import { type Installed, onEveryEngine } from '../on-every-engine.ts'

const COLUMNS: Readonly<Record<Installed['dialect'], (table: string) => string>> = {
  sqlite: (table) => `SELECT name FROM pragma_table_info('${table}')`,
  postgres: (table) =>
    `SELECT column_name AS name FROM information_schema.columns WHERE table_name = '${table}' AND table_schema = 'public'`,
  mysql: (table) =>
    `SELECT column_name AS name FROM information_schema.columns WHERE table_name = '${table}' AND table_schema = DATABASE()`,
}

/** `column table action` of every foreign key. */
const KEYS: Readonly<Record<Installed['dialect'], (table: string) => string>> = {
  sqlite: (table) => `SELECT "from" || ' ' || "table" || ' ' || on_delete AS name FROM pragma_foreign_key_list('${table}')`,
  postgres: (table) => `SELECT k.column_name || ' ' || c.table_name || ' ' || r.delete_rule AS name
    FROM information_schema.referential_constraints r
    JOIN information_schema.key_column_usage k ON k.constraint_name = r.constraint_name
    JOIN information_schema.constraint_column_usage c ON c.constraint_name = r.constraint_name WHERE k.table_name = '${table}'`,
  mysql: (table) => `SELECT CONCAT(k.column_name, ' ', k.referenced_table_name, ' ', r.delete_rule) AS name
    FROM information_schema.referential_constraints r
    JOIN information_schema.key_column_usage k ON k.constraint_name = r.constraint_name AND k.constraint_schema = r.constraint_schema
      AND k.table_name = r.table_name
    WHERE r.constraint_schema = DATABASE() AND r.table_name = '${table}'`,
}

const INDEXES: Readonly<Record<Installed['dialect'], string>> = {
  sqlite: "SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE 'idx%'",
  postgres: "SELECT indexname AS name FROM pg_indexes WHERE schemaname = 'public' AND indexname LIKE 'idx%'",
  mysql: "SELECT DISTINCT index_name AS name FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name LIKE 'idx%'",
}

onEveryEngine(assistants, (database) => {
  const named = async (text: string): Promise<string[]> => {
    const { rows } = await database.handle().run(text)
    return rows.map(({ name }) => String(name)).toSorted((a, b) => (a < b ? -1 : 1))
  }

  test.each([
    ['A-T1', users, ['seq']],
    ['A-T2', agents, []],
    ['A-T3', sessions, ['name_key', 'seq']],
    ['A-T4', messages, ['seq']],
    ['A-T5', memories, ['name_key', 'seq']],
  ] as const)('%s: the table has its columns, and no others but what orders and names its rows', async (_, table, own) => {
    expect(await named(COLUMNS[database.dialect](table.name))).toEqual(
      [...Object.keys(table.columns), ...own].toSorted((a, b) => (a < b ? -1 : 1)),
    )
  })

  test.each([
    ['users', []],
    ['agents', []],
    ['sessions', ['agent_id agents SET NULL', 'user_id users SET NULL']],
    ['messages', ['agent_id agents SET NULL', 'session_id sessions CASCADE', 'user_id users SET NULL']],
    ['memories', ['agent_id agents CASCADE', 'session_id sessions CASCADE', 'user_id users CASCADE']],
  ])('A-D2: what %s refers to goes away as documented', async (table, keys) => {
    expect(await named(KEYS[database.dialect](table))).toEqual(keys)
  })

  test('A-T7: there are indexes for what is asked', async () => {
    const { dialect } = database
    expect(await named(INDEXES[dialect])).toEqual([
      'idx_agents_active',
      ...(dialect === 'sqlite' ? [] : ['idx_agents_name']),
      'idx_memories_agent',
      'idx_memories_agent_name',
      'idx_memories_name',
      'idx_memories_session',
      ...(dialect === 'postgres' ? ['idx_memories_session_name'] : []),
      'idx_memories_user',
      ...(dialect === 'postgres' ? ['idx_memories_user_name'] : []),
      'idx_messages_agent',
      'idx_messages_session',
      'idx_messages_user',
      'idx_sessions_agent',
      'idx_sessions_name',
      'idx_sessions_updated',
      'idx_sessions_user',
      'idx_users_phone_number',
    ])
  })

  test('A-T7: an email and an agent’s name are there once', async () => {
    const on = database.handle()
    await on.run("INSERT INTO users (id, email) VALUES ('1', 'a@example.org')")
    await expect(on.run("INSERT INTO users (id, email) VALUES ('2', 'a@example.org')")).rejects.toMatchObject({ reason: 'constraint' })
    await on.run("INSERT INTO users (id) VALUES ('3')")
    await on.run("INSERT INTO users (id) VALUES ('4')")
    await on.run("INSERT INTO agents (name, type, model) VALUES ('a', 't', 'm')")
    await expect(on.run("INSERT INTO agents (name, type, model) VALUES ('a', 't', 'm')")).rejects.toMatchObject({ reason: 'constraint' })
  })
})
