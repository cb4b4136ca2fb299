// Owns: a database of AgentSphere becomes one of the line `tenancy` with its rows, or is refused with what is otherwise.
// Must not know: how schemas are compared and converted.

import { type Driver, isMigrateError, takeOver } from '@godwit/core'
import { pg } from '@godwit/driver-pg'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { handle, tenancy } from '../../src/index.ts'
import {
  countMessages,
  createConversation,
  createTenant,
  DEFAULT_TENANT_ID,
  getAllTenantConfigs,
  getConversationByThreadId,
  getTenant,
  getTenantByApiKey,
  getTenantConfig,
  listConversations,
  loadMessages,
  messagesAfter,
  saveMessage,
  setTenantConfig,
} from '../../src/lines/tenancy/index.ts'
import { agentSphere } from '../../src/take-over/index.ts'
import { inventory, run } from '../fresh-databases.ts'
import { migratorOf, pair, refused, TABLE, taken, unnumbered } from './pairs.ts'

const TRACKING = 'CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))'
const AT = "INSERT INTO alembic_version VALUES ('a1b2c3d4e5f6')"

const TABLES = [
  "CREATE TYPE conversation_status AS ENUM ('ACTIVE', 'ARCHIVED', 'PENDING_APPROVAL')",
  "CREATE TYPE message_role AS ENUM ('USER', 'ASSISTANT', 'SYSTEM', 'TOOL')",
  `CREATE TABLE tenants (id UUID NOT NULL, name VARCHAR(255) NOT NULL, api_key VARCHAR(255) NOT NULL, created_at TIMESTAMP WITH TIME ZONE DEFAULT now(),
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now(), is_active BOOLEAN, metadata JSON, PRIMARY KEY (id))`,
  'CREATE UNIQUE INDEX ix_tenants_api_key ON tenants (api_key)',
  'CREATE INDEX ix_tenants_is_active ON tenants (is_active)',
  `CREATE TABLE tenant_configs (id UUID NOT NULL, tenant_id UUID NOT NULL, config_key VARCHAR(255) NOT NULL, config_value JSON NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now(), updated_at TIMESTAMP WITH TIME ZONE DEFAULT now(), PRIMARY KEY (id))`,
  'CREATE INDEX ix_tenant_configs_tenant_id ON tenant_configs (tenant_id)',
  `CREATE TABLE conversations (id UUID NOT NULL, tenant_id UUID NOT NULL, user_id UUID NOT NULL, thread_id VARCHAR NOT NULL, title VARCHAR(500),
    status conversation_status DEFAULT 'ACTIVE' NOT NULL, metadata JSONB, created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, PRIMARY KEY (id), UNIQUE (thread_id))`,
  'CREATE INDEX ix_conversations_tenant_id ON conversations (tenant_id)',
  'CREATE INDEX ix_conversations_user_id ON conversations (user_id)',
  `CREATE TABLE messages (id UUID NOT NULL, conversation_id UUID NOT NULL, role message_role NOT NULL, content TEXT NOT NULL, metadata JSONB,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, PRIMARY KEY (id),
    FOREIGN KEY(conversation_id) REFERENCES conversations (id) ON DELETE CASCADE)`,
  'CREATE INDEX ix_messages_conversation_id ON messages (conversation_id)',
]
const SEEDED = `INSERT INTO tenants (id, name, api_key, is_active, metadata)
  VALUES ('${DEFAULT_TENANT_ID}', 'Default Tenant', 'dev_api_key_12345', TRUE, '{"environment": "development"}')`
const INSTALLED = [TRACKING, ...TABLES, AT]

const uuid = (n: number): string => `7d444840-9dc0-4dfb-a5e1-${String(n).padStart(12, '0')}`
const MISSING = '550e8400-e29b-41d4-a716-446655440000'
const USER = uuid(99)

const ROWS = [
  SEEDED,
  `INSERT INTO tenants VALUES ('${uuid(1)}', 'Café 北京', 'schlüssel-mit-ümläuten', '2025-12-01 10:00:00.123999+02', '2025-12-01 09:00:00+00', TRUE,
    '{ "b":1,  "a": {"deep": [null, 1.50, "\\u00e9"]} }')`,
  `INSERT INTO tenants VALUES ('${uuid(2)}', '', 'suspended-key', NULL, NULL, FALSE, NULL)`,
  `INSERT INTO tenants VALUES ('${uuid(3)}', 'Nobody said', 'unsaid-key', NULL, '2025-12-02 00:00:00+00', NULL, 'null')`,
  `INSERT INTO tenant_configs (id, tenant_id, config_key, config_value) VALUES ('${uuid(11)}', '${uuid(1)}', 'empty', '{}'), ('${uuid(12)}', '${uuid(1)}', 'list', '[]'),
    ('${uuid(13)}', '${uuid(1)}', 'zero', '0'), ('${uuid(14)}', '${uuid(1)}', 'nothing', 'null'), ('${uuid(15)}', '${uuid(1)}', 'words', '""'),
    ('${uuid(16)}', '${uuid(2)}', 'words', '"a \\"quoted\\" \\u00fc 😀"'), ('${uuid(17)}', '${MISSING}', 'words', '{"token": "t"}')`,
  'UPDATE tenant_configs SET created_at = NULL, updated_at = NULL',
  `INSERT INTO conversations VALUES
    ('${uuid(22)}', '${uuid(1)}', '${USER}', 'second', NULL, 'ARCHIVED', '{}', '2025-12-03 10:00:00.000002+00', '2025-12-03 10:00:00+00'),
    ('${uuid(21)}', '${uuid(1)}', '${USER}', 'first', 'It''s', 'ACTIVE', '{"b": 1, "a": null, "n": 12345678901234567890}', '2025-12-03 10:00:00.000001+00', '2025-12-03 10:00:00+00'),
    ('${uuid(23)}', '${uuid(1)}', '${USER}', 'tenant_x_thread_y', repeat('t', 500), 'PENDING_APPROVAL', NULL, '2025-12-03 09:00:00+00', '2025-12-03 10:00:00.000+00'),
    ('${uuid(24)}', '${MISSING}', '${USER}', 'orphaned', 'Nobody''s', 'ACTIVE', 'null', '2025-12-03 10:00:00+00', '2025-12-04 10:00:00+00')`,
  // A thousand in a heap's order that is not theirs; ten share each moment, to the microsecond.
  `INSERT INTO messages SELECT ('7d444840-9dc0-4dfb-a5e1-' || lpad(n::text, 12, '0'))::uuid, '${uuid(21)}',
    (ARRAY['USER', 'ASSISTANT', 'SYSTEM', 'TOOL'])[n % 4 + 1]::message_role, 'm' || n, NULL,
    timestamptz '2025-12-03 10:00:00.123999+00' + n / 10 * interval '1 second', timestamptz '2025-12-04 10:00:00+00'
    FROM generate_series(1, 1000) AS n ORDER BY md5(n::text)`,
  `INSERT INTO messages VALUES ('${uuid(2001)}', '${uuid(24)}', 'TOOL', '', '{"calls": []}', '2025-12-03 10:00:00+00', '2025-12-03 10:00:00+00'),
    ('${uuid(2002)}', '${uuid(24)}', 'USER', E'line\\r\\nwith ''quotes'' and 😀', 'null', '2025-12-03 09:00:00+00', '2025-12-03 10:00:00+00')`,
]

describeOn('postgres-15', (server) => {
  const fresh = async (): Promise<Driver> => {
    const driver = pg((await server.freshDatabase()).url)
    onTestFinished(() => driver.close())
    return driver
  }

  test('E-X15: its database is taken over, and every row is there (G-T1, G-T2, G-T3, G-T4, G-T5)', async () => {
    const both = await pair(fresh)
    const { driver } = both
    await run(driver, ...INSTALLED, ...ROWS)
    expect(await taken(both, agentSphere())).toEqual({
      outcome: 'converted',
      line: 'tenancy',
      to: '002',
      ids: ['001', '002'],
      by: 'tenancy-from-agentsphere',
      accepted: [],
      left: [],
    })
    const on = handle(await driver.open('write'))

    expect(await getTenantByApiKey(on, 'dev_api_key_12345')).toMatchObject({
      id: DEFAULT_TENANT_ID,
      name: 'Default Tenant',
      api_key_prefix: 'dev_',
      metadata: { environment: 'development' },
    })
    expect(await getTenantByApiKey(on, 'schlüssel-mit-ümläuten')).toEqual({
      id: uuid(1),
      name: 'Café 北京',
      api_key_prefix: 'schlü',
      is_active: true,
      metadata: { b: 1, a: { deep: [null, 1.5, 'é'] } },
      created_at: '2025-12-01T08:00:00.123Z',
      updated_at: '2025-12-01T09:00:00.000Z',
    })
    expect(await getTenantByApiKey(on, 'suspended-key')).toBe(null)
    expect(await getTenant(on, uuid(2))).toMatchObject({ name: '', is_active: false, metadata: null })
    expect(await getTenantByApiKey(on, 'unsaid-key')).toBe(null)
    expect(await getTenant(on, uuid(3))).toMatchObject({ is_active: false, metadata: null, created_at: '2025-12-02T00:00:00.000Z' })
    expect(await getTenant(on, MISSING)).toMatchObject({ name: 'Missing tenant', is_active: false })
    expect((await run(driver, "SELECT id FROM tenants WHERE strpos(api_key, 'key') > 0")).rows).toEqual([])

    expect(await getAllTenantConfigs(on, uuid(1))).toEqual({ empty: {}, list: [], zero: 0, nothing: null, words: '' })
    expect(await getTenantConfig(on, uuid(2), 'words')).toBe('a "quoted" ü 😀')
    expect(await getTenantConfig(on, MISSING, 'words')).toEqual({ token: 't' })

    expect((await listConversations(on, uuid(1), USER)).rows.map(({ thread_id }) => thread_id)).toEqual([
      'second',
      'first',
      'tenant_x_thread_y',
    ])
    expect(await getConversationByThreadId(on, uuid(1), 'first')).toEqual({
      id: uuid(21),
      tenant_id: uuid(1),
      user_id: USER,
      thread_id: 'first',
      title: "It's",
      status: 'ACTIVE',
      metadata: { b: 1, a: null, n: expect.any(Number) },
      is_deleted: false,
      deleted_at: null,
      created_at: '2025-12-03T10:00:00.000Z',
      updated_at: '2025-12-03T10:00:00.000Z',
    })
    // Of the digits that JavaScript cannot hold, none is lost in the table.
    expect((await run(driver, "SELECT metadata FROM conversations WHERE thread_id = 'first'")).rows).toEqual([
      { metadata: '{"a": null, "b": 1, "n": 12345678901234567890}' },
    ])
    expect(await getConversationByThreadId(on, uuid(1), 'second')).toMatchObject({ title: null, status: 'ARCHIVED', metadata: {} })
    expect(await getConversationByThreadId(on, uuid(1), 'tenant_x_thread_y')).toMatchObject({
      title: 't'.repeat(500),
      status: 'PENDING_APPROVAL',
      metadata: null,
    })
    expect(await getConversationByThreadId(on, MISSING, 'orphaned')).toMatchObject({ id: uuid(24), metadata: null })

    const all = await loadMessages(on, uuid(1), uuid(21))
    expect(all.map(({ content }) => content)).toEqual(Array.from({ length: 1000 }, (_, n) => `m${n + 1}`))
    expect(all.map(({ id }) => id)).toEqual(Array.from({ length: 1000 }, (_, n) => uuid(n + 1)))
    expect(all[0]).toMatchObject({ role: 'ASSISTANT', created_at: '2025-12-03T10:00:00.123Z', updated_at: '2025-12-04T10:00:00.000Z' })
    expect(new Set(all.map(({ role }) => role)).size).toBe(4)
    expect(await loadMessages(on, MISSING, uuid(24))).toMatchObject([
      { content: "line\r\nwith 'quotes' and 😀", role: 'USER', metadata: null },
      { content: '', role: 'TOOL', metadata: { calls: [] } },
    ])

    const last = all.at(-1)?.seq ?? 0
    await saveMessage(on, uuid(1), uuid(21), { role: 'USER', content: 'after' })
    expect((await messagesAfter(on, uuid(1), uuid(21), last)).map(({ content }) => content)).toEqual(['after'])
    expect((await listConversations(on, uuid(1), USER)).rows[0]?.thread_id).toBe('first')
    await setTenantConfig(on, uuid(1), 'zero', 1)
    expect(await getTenantConfig(on, uuid(1), 'zero')).toBe(1)
    const { tenant } = await createTenant(on, { name: 'New' })
    await createConversation(on, tenant.id, USER, 'first')
    expect((await run(driver, 'SELECT version_num FROM alembic_version')).rows).toEqual([{ version_num: 'a1b2c3d4e5f6' }])
  })

  test('E-X15: afterwards it is in everything as one that the line made, and nothing is done a second time', async () => {
    const [both, ours] = [await pair(fresh), await fresh()]
    await run(both.driver, ...INSTALLED, ...ROWS)
    expect(await taken(both, agentSphere())).toMatchObject({ outcome: 'converted' })
    await run(ours, TRACKING)
    await migratorOf(ours, tenancy).up()
    expect(await migratorOf(both.driver, tenancy).up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '003' }, { id: '004' }] })
    expect(unnumbered(await inventory(both.driver))).toBe(unnumbered(await inventory(ours)))
    expect(await taken(both, agentSphere())).toEqual({ outcome: 'up-to-date', line: 'tenancy', to: '002' })
    expect(await countMessages(handle(await both.driver.open('read')), uuid(1), uuid(21))).toBe(1000)
  })

  test('E-X15: who could read its tables can read them still', async () => {
    const both = await pair(fresh)
    const role = `reader_${Date.now()}`
    await run(both.driver, ...INSTALLED, `CREATE ROLE ${role}`)
    onTestFinished(() => run(both.driver, `DROP OWNED BY ${role}`, `DROP ROLE ${role}`).then(() => undefined))
    await run(both.driver, `GRANT SELECT ON messages TO ${role} WITH GRANT OPTION`, 'GRANT SELECT, INSERT ON tenants TO PUBLIC')
    expect(await taken(both, agentSphere())).toMatchObject({ outcome: 'converted' })
    const rights = `SELECT has_table_privilege('${role}', 'messages', 'SELECT WITH GRANT OPTION') AS a, has_table_privilege('${role}', 'messages', 'INSERT') AS b,
      has_table_privilege('${role}', 'tenants', 'INSERT') AS c, has_table_privilege('${role}', 'conversations', 'SELECT') AS d`
    expect((await run(both.driver, rights)).rows).toEqual([{ a: true, b: false, c: true, d: false }])
  })

  test.each([
    [
      'a column that is missing',
      ['ALTER TABLE tenants DROP COLUMN api_key'],
      ['tenants.api_key column: absent', 'tenants.api_key unique key: absent'],
    ],
    ['a column that it does not have', ['ALTER TABLE messages ADD tokens INTEGER'], ['messages.tokens column: integer']],
    ['a column of another type', ['ALTER TABLE messages ALTER COLUMN metadata TYPE JSON'], ['messages.metadata type: json']],
    ['a column that may be null', ['ALTER TABLE messages ALTER COLUMN content DROP NOT NULL'], ['messages.content nullability: NULL']],
    [
      'a key that is missing',
      ['ALTER TABLE conversations DROP CONSTRAINT conversations_thread_id_key'],
      ['conversations.thread_id unique key: absent'],
    ],
    ['a table that is missing', ['DROP TABLE messages'], ['messages table: absent']],
  ])('E-X15: %s is named, and nothing is written', async (_, changes, keys) => {
    const both = await pair(fresh)
    await run(both.driver, ...INSTALLED, ...ROWS, ...changes)
    expect(await refused(both, agentSphere())).toEqual(keys)
  })

  test('E-X15: rows that have no place in the line, and what hangs on its tables, are named, and nothing is written', async () => {
    const both = await pair(fresh)
    await run(both.driver, ...INSTALLED, ...ROWS)
    await run(
      both.driver,
      `INSERT INTO tenant_configs VALUES ('${uuid(18)}', '${uuid(1)}', 'zero', '1')`,
      `INSERT INTO conversations (id, tenant_id, user_id, thread_id) VALUES ('${uuid(25)}', '${uuid(1)}', '${USER}', ' blank')`,
      'CREATE VIEW busy AS SELECT conversation_id, count(*) FROM messages GROUP BY 1',
      'CREATE TABLE tags (conversation_id UUID REFERENCES conversations)',
      'CREATE TRIGGER suppressed BEFORE UPDATE ON tenants FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()',
      'CREATE POLICY own ON messages USING (true)',
    )
    expect(await refused(both, agentSphere())).toEqual([
      `conversations ${uuid(25)}: Its thread_id is empty, longer than 255 characters, or has a blank at an end.`,
      'conversations tags_conversation_id_fkey: A foreign key of the table tags is in the way.',
      `messages busy: A view over the table is in the way.`,
      `messages own: A policy of the table is in the way.`,
      `tenant_configs ${uuid(13)}: Its tenant has 'zero' more than once: only one can be kept.`,
      `tenant_configs ${uuid(18)}: Its tenant has 'zero' more than once: only one can be kept.`,
      `tenants suppressed: A trigger of the table is in the way.`,
    ])
  })

  test('E-X15: a conversion that fails at its end leaves every table and row as it was, and runs once the reason is gone', async () => {
    const both = await pair(fresh)
    await run(both.driver, ...INSTALLED, ...ROWS, 'CREATE TABLE kept () INHERITS (messages)')
    const before = (await run(both.driver, 'SELECT * FROM messages ORDER BY id')).rows
    const error: unknown = await takeOver(both.driver, agentSphere(), { scratch: both.scratch, table: TABLE }).catch(
      (reason: unknown) => reason,
    )
    if (!isMigrateError(error)) throw error
    expect(error.code).toBe('MIGRATION_FAILED')
    expect(error.message).toMatch(/table kept depends on table godwit_aside.messages .*It was rolled back/s)
    expect((await run(both.driver, 'SELECT * FROM messages ORDER BY id')).rows).toEqual(before)
    expect((await run(both.driver, "SELECT nspname FROM pg_namespace WHERE nspname = 'godwit_aside'")).rows).toEqual([])
    await run(both.driver, 'DROP TABLE kept')
    expect(await taken(both, agentSphere())).toMatchObject({ outcome: 'converted' })
  })

  test('E-X15: a run that ended between the conversion and its record goes on with the record', async () => {
    const both = await pair(fresh)
    await run(both.driver, ...INSTALLED, ...ROWS)
    expect(await taken(both, agentSphere())).toMatchObject({ outcome: 'converted' })
    await run(both.driver, `DELETE FROM ${TABLE} WHERE line = 'tenancy'`)
    expect(await taken(both, agentSphere())).toMatchObject({ outcome: 'converted', ids: ['001', '002'] })
  })

  test('E-X15: of two who take it over at once one converts it, and both find it taken over', async () => {
    const [one, other] = [await pair(fresh), await pair(fresh)]
    await run(one.driver, ...INSTALLED, ...ROWS)
    const outcomes = await Promise.all([taken(one, agentSphere()), taken({ driver: one.driver, scratch: other.scratch }, agentSphere())])
    for (const { outcome } of outcomes) expect(['converted', 'up-to-date']).toContain(outcome)
    expect(await countMessages(handle(await one.driver.open('read')), uuid(1), uuid(21))).toBe(1000)
    expect(await taken(one, agentSphere())).toMatchObject({ outcome: 'up-to-date' })
  })

  test('E-X15: an empty database, one of ours, and one whose history is another’s are told apart and left alone (G-M4)', async () => {
    const [empty, ours, replaced, foreign, untracked] = [
      await pair(fresh),
      await pair(fresh),
      await pair(fresh),
      await pair(fresh),
      await pair(fresh),
    ]
    const notThere = { outcome: 'not-there', original: 'AgentSphere-AI', table: 'alembic_version' }
    expect(await taken(empty, agentSphere())).toEqual(notThere)
    await migratorOf(ours.driver, tenancy).up()
    expect(await taken(ours, agentSphere())).toEqual(notThere)
    await run(ours.driver, TRACKING, AT)
    expect(await taken(ours, agentSphere())).toMatchObject({ outcome: 'up-to-date' })
    await run(ours.driver, `DELETE FROM ${TABLE}`)
    expect(await refused(ours, agentSphere())).toContain('tenants.id type: text')
    await run(replaced.driver, TRACKING, ...TABLES, "INSERT INTO alembic_version VALUES ('9a49cbbb6780')")
    expect(await taken(replaced, agentSphere())).toEqual({
      ...notThere,
      outcome: 'unclear',
      why: "it names '9a49cbbb6780', which 'a1b2c3d4e5f6' does not include",
    })
    await run(foreign.driver, 'CREATE TABLE alembic_version (revision TEXT)')
    expect(await taken(foreign, agentSphere())).toMatchObject({ outcome: 'unclear' })
    await run(untracked.driver, TRACKING, ...TABLES)
    expect(await taken(untracked, agentSphere())).toMatchObject({ outcome: 'unclear' })
  })
})
