// Owns: a database of Automagik Agents becomes one of the line `assistants` with its rows, or is refused with what is otherwise.
// Must not know: how schemas are compared and converted.

import { type Driver, isMigrateError, Migrator, takeOver } from '@godwit/core'
import { pg } from '@godwit/driver-pg'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { assistants, handle } from '../../src/index.ts'
import {
  createAgent,
  createMessage,
  createSession,
  deleteUser,
  getAgent,
  getAgentByName,
  getMemoryByName,
  getMessage,
  getSession,
  getSessionByName,
  getUser,
  getUserByEmail,
  listMemories,
  listMessages,
  listSessions,
  listUsers,
} from '../../src/lines/assistants/index.ts'
import { automagik } from '../../src/take-over/index.ts'
import { inventory, run } from '../fresh-databases.ts'
import { onEveryEngine } from '../on-every-engine.ts'
import { migratorOf, pair, refused, TABLE, taken, unnumbered } from './pairs.ts'

const TIMES = 'created_at TIMESTAMPTZ DEFAULT now(), updated_at TIMESTAMPTZ DEFAULT now()'
const TRACKING = 'CREATE TABLE migrations (id SERIAL PRIMARY KEY, name VARCHAR(255) NOT NULL, applied_at TIMESTAMPTZ DEFAULT now())'
const AGENTS = `CREATE TABLE agents (id SERIAL PRIMARY KEY, name VARCHAR(255), type VARCHAR(50), model VARCHAR(255), description TEXT, version VARCHAR(50), config JSONB,
    active BOOLEAN DEFAULT TRUE, run_id INTEGER DEFAULT 0, system_prompt TEXT, ${TIMES})`

/** As the code makes it at the start. */
const BASE = [
  `CREATE TABLE users (id SERIAL PRIMARY KEY, email TEXT, phone_number VARCHAR(50), user_data JSONB, ${TIMES})`,
  AGENTS,
  `CREATE TABLE sessions (id UUID PRIMARY KEY DEFAULT gen_random_uuid(), user_id INTEGER REFERENCES users(id), agent_id INTEGER REFERENCES agents(id),
    name VARCHAR(255), platform VARCHAR(50), metadata JSONB, ${TIMES}, run_finished_at TIMESTAMPTZ)`,
  `CREATE TABLE messages (id UUID PRIMARY KEY DEFAULT gen_random_uuid(), session_id UUID REFERENCES sessions(id), user_id INTEGER REFERENCES users(id),
    agent_id INTEGER REFERENCES agents(id), role VARCHAR(20) NOT NULL, text_content TEXT, media_url TEXT, mime_type TEXT, message_type TEXT, raw_payload JSONB,
    tool_calls JSONB, tool_outputs JSONB, context JSONB, system_prompt TEXT, user_feedback TEXT, flagged TEXT, ${TIMES})`,
  `CREATE TABLE memories (id UUID PRIMARY KEY DEFAULT gen_random_uuid(), name VARCHAR(255) NOT NULL, description TEXT, content TEXT,
    session_id UUID REFERENCES sessions(id) ON DELETE CASCADE, user_id INTEGER REFERENCES users(id) ON DELETE CASCADE,
    agent_id INTEGER REFERENCES agents(id) ON DELETE CASCADE, read_mode VARCHAR(50), access VARCHAR(20), metadata JSONB, ${TIMES})`,
]

/** As its migrations leave it. */
const MIGRATED = [
  ...BASE.map((text) =>
    text
      .replace('users (id SERIAL', 'users (id UUID')
      .replace(
        /user_id INTEGER REFERENCES users\(id\)( ON DELETE CASCADE)?/,
        'user_id UUID NOT NULL REFERENCES users(id) ON DELETE SET NULL',
      ),
  ),
  'ALTER TABLE messages ADD COLUMN channel_payload JSONB',
  'ALTER TABLE agents DROP COLUMN system_prompt',
  'ALTER TABLE agents ADD COLUMN active_default_prompt_id INTEGER',
]
const NAMES = "INSERT INTO migrations (name) VALUES ('20250404_000000_users_uuid.sql'), ('20250404_000000_users_uuid.sql')"

const uuid = (n: number): string => `7d444840-9dc0-4dfb-a5e1-${String(n).padStart(12, '0')}`
const ofNumber = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const MANY = [
  `INSERT INTO users (email, created_at) SELECT 'U' || n || '@Example.org ', timestamptz '2025-04-01 00:00:00+00' + n / 7 * interval '1 second'
    FROM generate_series(1, 1000) AS n`,
  "INSERT INTO agents (name, type, model) VALUES ('simple', 'simple', 'gpt')",
  `INSERT INTO sessions (user_id, agent_id, name, created_at, updated_at) SELECT CASE WHEN n % 5 = 0 THEN NULL ELSE n % 1000 + 1 END, 1, 's' || n,
    timestamptz '2025-04-02 00:00:00+00' + n * interval '1 microsecond', timestamptz '2025-04-02 00:00:00+00' FROM generate_series(1, 2000) AS n ORDER BY md5(n::text)`,
  `INSERT INTO messages (session_id, user_id, agent_id, role, text_content, created_at) SELECT s.id, CASE WHEN s.name LIKE '%7' THEN NULL ELSE s.user_id END, 1,
    'user', s.name || '.' || k, timestamptz '2025-04-03 00:00:00+00' + k * interval '1 microsecond' FROM sessions s CROSS JOIN generate_series(1, 3) AS k ORDER BY md5(s.name || k)`,
  `INSERT INTO memories (name, user_id, content) SELECT 'm' || n % 10, n % 20 + 1, 'c' || n FROM generate_series(1, 50) AS n`,
]
const LINKS = `SELECT s.name, lower(trim(u.email)) AS email, m.text_content, lower(trim(v.email)) AS writer FROM sessions s LEFT JOIN users u ON u.id = s.user_id
  LEFT JOIN messages m ON m.session_id = s.id LEFT JOIN users v ON v.id = m.user_id ORDER BY s.name COLLATE "C", m.text_content COLLATE "C"`

const EVERY = [
  `INSERT INTO users VALUES ('${uuid(1)}', ' Anna@Example.org ', '+49 1', '{"a": {"b": null}, "n": [], "é": "😀"}', '2025-05-01 00:00:00.000002+02', NULL),
    ('${uuid(2)}', '', NULL, NULL, NULL, NULL), ('${uuid(3)}', '  ', '', '{}', '2025-05-01 00:00:00+02', '2025-05-02 00:00:00+00'),
    ('${uuid(4)}', NULL, NULL, 'null', '2025-04-30 00:00:00+00', '2025-05-02 00:00:00+00')`,
  `INSERT INTO agents (name, type, model, description, version, config, active, run_id, active_default_prompt_id)
    VALUES ('full', 't', 'm', 'd', '1.0', '{"x": 1}', FALSE, 7, 12), (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), ('gone', 't', 'm', NULL, NULL, '[]', TRUE, 0, NULL)`,
  "DELETE FROM agents WHERE name = 'gone'",
  `INSERT INTO sessions (id, user_id, agent_id, name, platform, metadata, run_finished_at, created_at, updated_at) VALUES
    ('${uuid(11)}', '${uuid(1)}', 1, 'same', 'web', '{"system_prompt": "p"}', '2025-05-03 10:00:00.9999+00', '2025-05-03 00:00:00+00', '2025-05-03 00:00:00+00'),
    ('${uuid(12)}', '${uuid(1)}', NULL, 'same', NULL, NULL, NULL, '2025-05-02 00:00:00+00', '2025-05-03 00:00:00+00'),
    ('${uuid(13)}', '${uuid(2)}', 2, NULL, NULL, NULL, NULL, NULL, NULL)`,
  `INSERT INTO messages (id, session_id, user_id, agent_id, role, text_content, media_url, mime_type, message_type, raw_payload, tool_calls, tool_outputs, context,
      channel_payload, system_prompt, user_feedback, flagged, created_at, updated_at) VALUES
    ('${uuid(21)}', '${uuid(11)}', '${uuid(1)}', 1, 'assistant', 'text', 'http://m', 'image/png', 'image', '{"r": 1}', '[{"c": 1}]', '[]', '{"k": null}',
      '{"w": "x"}', 'sp', 'good', 'yes', '2025-05-03 10:00:00.000002+00', '2025-05-03 11:00:00+00'),
    ('${uuid(20)}', '${uuid(11)}', '${uuid(2)}', NULL, 'user', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2025-05-03 10:00:00.000001+00', NULL)`,
  `INSERT INTO memories VALUES ('${uuid(31)}', 'twice', 'd', 'older', '${uuid(11)}', '${uuid(1)}', 1, 'r', 'read', '{"m": true}', '2025-05-03 10:00:00+00', NULL),
    ('${uuid(30)}', 'twice', NULL, 'newer', '${uuid(11)}', '${uuid(1)}', 1, NULL, NULL, NULL, '2025-05-03 10:00:01+00', NULL)`,
]

describeOn('postgres-15', (server) => {
  const fresh = async (): Promise<Driver> => {
    const driver = pg((await server.freshDatabase()).url)
    onTestFinished(() => driver.close())
    return driver
  }

  test('A-X10, A-T6: a thousand users with numbers get UUIDs, and keep their sessions and messages', async () => {
    const both = await pair(fresh)
    const { driver } = both
    await run(driver, TRACKING, NAMES, ...BASE, ...MANY)
    const counts =
      'SELECT (SELECT count(*) FROM users) AS u, (SELECT count(*) FROM sessions) AS s, (SELECT count(*) FROM sessions WHERE user_id IS NULL) AS n, (SELECT count(*) FROM messages) AS m, (SELECT count(*) FROM memories) AS e'
    const [before, links] = [(await run(driver, counts)).rows, (await run(driver, LINKS)).rows]
    expect(await taken(both, automagik)).toMatchObject({
      outcome: 'converted',
      line: 'assistants',
      by: 'assistants-from-automagik',
      left: [],
    })
    expect((await run(driver, counts)).rows).toEqual(before)
    expect((await run(driver, LINKS)).rows).toEqual(links)
    expect(links).toHaveLength(6000)

    const on = handle(await driver.open('write'))
    const { rows, total } = await listUsers(on, { page: 1, page_size: 1000 })
    expect(total).toBe(1000)
    for (const { id } of rows) expect(id).toMatch(UUID)
    expect(await getUserByEmail(on, 'u42@example.org')).toMatchObject({ id: ofNumber(42), email: 'u42@example.org' })
    const session = await getSessionByName(on, 's41')
    expect(session).toMatchObject({ user_id: ofNumber(42), agent_id: 1, agent_name: 'simple' })
    expect((await listMessages(on, session?.id ?? '')).map(({ text_content }) => text_content)).toEqual(['s41.1', 's41.2', 's41.3'])
    const sorted = await listSessions(on, { page: 1, page_size: 2000, sort: 'asc' })
    expect(sorted.rows.map(({ name }) => name)).toEqual(Array.from({ length: 2000 }, (_, n) => `s${n + 1}`))

    const names = (await run(driver, 'SELECT name FROM migrations')).rows
    expect(await taken(both, automagik)).toEqual({ outcome: 'up-to-date', line: 'assistants', to: '004_memories' })
    expect(await migratorOf(driver, assistants).up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '005_pages_in_order' }] })
    expect((await run(driver, LINKS)).rows).toEqual(links)
    expect(names).toHaveLength(2)
  })

  test('E-X15: after its migrations every row and column is there, and the line goes on with them (A-T1, A-T2, A-T3, A-T4, A-T5)', async () => {
    const both = await pair(fresh)
    await run(both.driver, TRACKING, NAMES, ...MIGRATED, ...EVERY)
    const outcome = await taken(both, automagik)
    expect(outcome).toMatchObject({ outcome: 'converted', ids: ['001_users', '002_agents_sessions', '003_messages', '004_memories'] })
    const on = handle(await both.driver.open('write'))

    expect(await getUserByEmail(on, 'anna@example.org')).toEqual({
      id: uuid(1),
      email: 'anna@example.org',
      phone_number: '+49 1',
      user_data: { a: { b: null }, n: [], é: '😀' },
      created_at: '2025-04-30T22:00:00.000Z',
      updated_at: '2025-04-30T22:00:00.000Z',
    })
    expect(await getUser(on, uuid(2))).toMatchObject({ email: null, user_data: null })
    expect(await getUser(on, uuid(3))).toMatchObject({ email: null, phone_number: '', user_data: {} })
    expect((await listUsers(on)).total).toBe(4)

    expect(await getAgentByName(on, 'full')).toMatchObject({
      id: 1,
      type: 't',
      model: 'm',
      description: 'd',
      version: '1.0',
      config: { x: 1 },
      active: false,
      run_id: 7,
      system_prompt: null,
      active_default_prompt_id: 12,
    })
    expect(await getAgent(on, 2)).toMatchObject({ name: 'agent 2', type: '', model: '', config: null, active: false, run_id: 0 })
    expect(await createAgent(on, { name: 'next', type: 't', model: 'm' })).toMatchObject({ id: 4 })

    expect(await getSession(on, uuid(11))).toMatchObject({
      user_id: uuid(1),
      name: 'same',
      platform: 'web',
      metadata: { system_prompt: 'p' },
      run_finished_at: '2025-05-03T10:00:00.999Z',
      agent_name: 'full',
    })
    expect(await getSessionByName(on, 'same', uuid(1))).toMatchObject({ id: uuid(12) })
    expect(await createSession(on, { name: 'same', user_id: uuid(1), platform: 'again' })).toMatchObject({
      id: uuid(12),
      platform: 'again',
    })
    expect(await getSession(on, uuid(13))).toMatchObject({ user_id: uuid(2), agent_id: 2, name: null })

    expect((await listMessages(on, uuid(11))).map(({ id }) => id)).toEqual([uuid(20), uuid(21)])
    expect(await getMessage(on, uuid(21))).toMatchObject({
      session_id: uuid(11),
      user_id: uuid(1),
      agent_id: 1,
      role: 'assistant',
      text_content: 'text',
      media_url: 'http://m',
      mime_type: 'image/png',
      message_type: 'image',
      raw_payload: { r: 1 },
      tool_calls: [{ c: 1 }],
      tool_outputs: [],
      context: { k: null },
      channel_payload: { w: 'x' },
      system_prompt: 'sp',
      user_feedback: 'good',
      flagged: 'yes',
      created_at: '2025-05-03T10:00:00.000Z',
      updated_at: '2025-05-03T11:00:00.000Z',
    })
    expect(await getMessage(on, uuid(20))).toMatchObject({ user_id: uuid(2), text_content: null, tool_calls: null, channel_payload: null })
    await createMessage(on, { session_id: uuid(11), role: 'user', text_content: 'after' })
    expect((await listMessages(on, uuid(11))).at(-1)).toMatchObject({ text_content: 'after' })

    const scope = { session_id: uuid(11), user_id: uuid(1), agent_id: 1 }
    expect(await getMemoryByName(on, 'twice', scope)).toMatchObject({
      id: uuid(31),
      content: 'older',
      read_mode: 'r',
      access: 'read',
      metadata: { m: true },
    })
    expect(await listMemories(on, { agent_id: 1 })).toHaveLength(2)
    expect(await deleteUser(on, uuid(1))).toBe(true)
    expect(await getSession(on, uuid(11))).toMatchObject({ user_id: null })
  })

  test('E-X15: afterwards it is in everything as one that the line made, whichever of its migrations had worked (A-M5)', async () => {
    const ours = await fresh()
    await run(ours, TRACKING)
    await migratorOf(ours, assistants).up()
    for (const made of [BASE, MIGRATED, MIGRATED.slice(0, -3), MIGRATED.slice(0, -1)]) {
      const both = await pair(fresh)
      await run(both.driver, TRACKING, ...made)
      expect(await taken(both, automagik)).toMatchObject({ outcome: 'converted' })
      expect(await migratorOf(both.driver, assistants).up()).toMatchObject({ outcome: 'migrated' })
      expect(unnumbered(await inventory(both.driver))).toBe(unnumbered(await inventory(ours)))
    }
  })

  test.each([
    ['a column that is missing', ['ALTER TABLE sessions DROP COLUMN platform'], ['sessions.platform column: absent']],
    ['a column that it does not have', ['ALTER TABLE users ADD nickname TEXT'], ['users.nickname column: text']],
    ['a column of another type', ['ALTER TABLE users ALTER COLUMN email TYPE VARCHAR(99)'], ['users.email type: character varying(99)']],
    ['a table that is missing', ['DROP TABLE memories'], ['memories table: absent']],
    [
      'half of the migration to UUIDs',
      ['ALTER TABLE messages DROP COLUMN user_id', 'ALTER TABLE messages ADD user_id INTEGER'],
      ['messages.user_id type: integer'],
    ],
  ])('E-X15: %s is named, and nothing is written', async (_, changes, keys) => {
    const both = await pair(fresh)
    await run(both.driver, TRACKING, NAMES, ...MIGRATED, ...EVERY, ...changes)
    expect(await refused(both, automagik)).toEqual(keys)
  })

  test('E-X15: rows that have no place in the line, and what hangs on its tables, are named, and nothing is written', async () => {
    const both = await pair(fresh)
    await run(both.driver, TRACKING, ...MIGRATED, ...EVERY)
    await run(
      both.driver,
      `INSERT INTO users (id, email) VALUES ('${uuid(5)}', 'ANNA@example.org')`,
      "INSERT INTO agents (name) VALUES ('full')",
      `INSERT INTO messages (id, user_id, role) VALUES ('${uuid(22)}', '${uuid(1)}', 'user')`,
      'CREATE TABLE prompts (agent_id INTEGER REFERENCES agents)',
    )
    expect(await refused(both, automagik)).toEqual([
      'agents 1: Another agent has its name.',
      'agents 4: Another agent has its name.',
      'agents prompts_agent_id_fkey: A foreign key of the table prompts is in the way.',
      `messages ${uuid(22)}: It is of no session.`,
      `users ${uuid(1)}: Another user has its email, but for blanks and capital letters.`,
      `users ${uuid(5)}: Another user has its email, but for blanks and capital letters.`,
    ])
  })

  test('E-X15: a conversion that fails leaves every table and row as it was, and runs once the reason is gone', async () => {
    const both = await pair(fresh)
    await run(both.driver, TRACKING, ...BASE, ...MANY, 'CREATE TABLE kept () INHERITS (memories)')
    const links = (await run(both.driver, LINKS)).rows
    const error: unknown = await takeOver(both.driver, automagik, { scratch: both.scratch, table: TABLE }).catch(
      (reason: unknown) => reason,
    )
    if (!isMigrateError(error)) throw error
    expect(error.code).toBe('MIGRATION_FAILED')
    expect((await run(both.driver, LINKS)).rows).toEqual(links)
    expect((await run(both.driver, 'SELECT id FROM users WHERE id = 42')).rows).toEqual([{ id: 42 }])
    await run(both.driver, 'DROP TABLE kept')
    expect(await taken(both, automagik)).toMatchObject({ outcome: 'converted' })
    expect((await run(both.driver, LINKS)).rows).toEqual(links)
  })

  test('E-X15: an empty database, one of ours, and one of another with a table of that name are told apart and left alone', async () => {
    const [empty, ours, foreign] = [await pair(fresh), await pair(fresh), await pair(fresh)]
    const notThere = { outcome: 'not-there', original: 'Automagik Agents', table: 'migrations' }
    expect(await taken(empty, automagik)).toEqual(notThere)
    await migratorOf(ours.driver, assistants).up()
    expect(await taken(ours, automagik)).toEqual(notThere)
    await run(foreign.driver, 'CREATE TABLE migrations (id TEXT PRIMARY KEY, description TEXT)')
    expect(await taken(foreign, automagik)).toMatchObject({ outcome: 'unclear', table: 'migrations' })
  })
})

onEveryEngine(undefined, ({ driver, handle: on, dialect }) => {
  test('A-T6: its table of migrations is not taken for ours, and stays as it is beside a history of another name', async () => {
    await on().run(
      `CREATE TABLE migrations (id ${dialect === 'sqlite' ? 'INTEGER' : 'SERIAL'} PRIMARY KEY, name VARCHAR(255) NOT NULL, applied_at TIMESTAMP NULL)`,
    )
    await on().run(NAMES)
    const names = async (): Promise<readonly unknown[]> => (await on().run('SELECT id, name FROM migrations ORDER BY id')).rows
    const before = await names()
    expect(await new Migrator(driver(), assistants).up()).toMatchObject({ outcome: 'failed', done: [], error: { code: 'JOURNAL_FOREIGN' } })
    await expect(on().run('SELECT * FROM users')).rejects.toThrow(/users/)

    expect(await migratorOf(driver(), assistants).up()).toMatchObject({ outcome: 'migrated' })
    expect((await migratorOf(driver(), assistants).getMigrationSummary()).pendingMigrations).toBe(0)
    expect(before).toHaveLength(2)
    expect(await names()).toEqual(before)
  })
})
