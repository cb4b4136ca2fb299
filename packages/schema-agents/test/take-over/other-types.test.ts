// Owns: the originals that only PostgreSQL has, with types that are not ours, are refused, and what is otherwise is named.
// Must not know: how schemas are compared.

import { differenceKey, type Original, takeOver } from '@godwit/core'
import { pg } from '@godwit/driver-pg'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { agentSphere, automagik } from '../../src/take-over/index.ts'
import { inventory, run } from '../fresh-databases.ts'

const TIMES = 'created_at TIMESTAMPTZ NOT NULL DEFAULT now(), updated_at TIMESTAMPTZ NOT NULL DEFAULT now()'

const AGENTSPHERE = [
  'CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)',
  "CREATE TYPE conversation_status AS ENUM ('ACTIVE', 'ARCHIVED', 'PENDING_APPROVAL')",
  "CREATE TYPE message_role AS ENUM ('USER', 'ASSISTANT', 'SYSTEM', 'TOOL')",
  `CREATE TABLE tenants (id UUID PRIMARY KEY, name VARCHAR(255) NOT NULL, api_key VARCHAR(255) NOT NULL, created_at TIMESTAMPTZ DEFAULT now(),
    updated_at TIMESTAMPTZ DEFAULT now(), is_active BOOLEAN, metadata JSON)`,
  'CREATE UNIQUE INDEX ix_tenants_api_key ON tenants (api_key)',
  'CREATE INDEX ix_tenants_is_active ON tenants (is_active)',
  `CREATE TABLE tenant_configs (id UUID PRIMARY KEY, tenant_id UUID NOT NULL, config_key VARCHAR(255) NOT NULL, config_value JSON NOT NULL, ${TIMES})`,
  `CREATE TABLE conversations (id UUID PRIMARY KEY, tenant_id UUID NOT NULL, user_id UUID NOT NULL, thread_id VARCHAR NOT NULL UNIQUE, title VARCHAR(500),
    status conversation_status NOT NULL DEFAULT 'ACTIVE', metadata JSONB, ${TIMES})`,
  `CREATE TABLE messages (id UUID PRIMARY KEY, conversation_id UUID NOT NULL REFERENCES conversations ON DELETE CASCADE, role message_role NOT NULL,
    content TEXT NOT NULL, metadata JSONB, ${TIMES})`,
  "INSERT INTO alembic_version VALUES ('a1b2c3d4e5f6')",
]

const AUTOMAGIK = [
  'CREATE TABLE migrations (id SERIAL, name VARCHAR(255) NOT NULL, applied_at TIMESTAMPTZ DEFAULT now())',
  `CREATE TABLE users (id UUID PRIMARY KEY, email TEXT, phone_number VARCHAR(50), user_data JSONB, ${TIMES})`,
  `CREATE TABLE agents (id SERIAL PRIMARY KEY, name VARCHAR(255), type VARCHAR(50), model VARCHAR(255), description TEXT, version VARCHAR(50), config JSONB,
    active BOOLEAN DEFAULT TRUE, run_id INTEGER DEFAULT 0, ${TIMES})`,
  `CREATE TABLE sessions (id UUID PRIMARY KEY, user_id UUID REFERENCES users, agent_id INTEGER REFERENCES agents, name VARCHAR(255), platform VARCHAR(50),
    metadata JSONB, run_finished_at TIMESTAMPTZ, ${TIMES})`,
  "INSERT INTO migrations (name) VALUES ('20250404_000000_users_uuid.sql')",
]

const ORIGINALS: readonly (readonly [Original, readonly string[], readonly string[]])[] = [
  [
    agentSphere(),
    AGENTSPHERE,
    [
      'tenants.id type: uuid',
      'conversations.status type: conversation_status',
      'conversations.tenant_id foreign key: absent',
      'tenant_configs.tenant_id, config_key unique key: absent',
      'conversations.thread_id unique key: over all rows',
    ],
  ],
  [
    automagik,
    AUTOMAGIK,
    ['users.id type: uuid', 'sessions.metadata type: jsonb', 'users.email unique key: absent', 'messages table: absent'],
  ],
]

describeOn('postgres-15', (server) => {
  test.each(ORIGINALS)('E-X15: $name is refused, each difference is named, and nothing is written', async (original, made, keys) => {
    const [driver, scratch] = [pg((await server.freshDatabase()).url), pg((await server.freshDatabase()).url)]
    onTestFinished(async () => {
      await driver.close()
      await scratch.close()
    })
    await run(driver, ...made)
    const before = await inventory(driver)
    const outcome = await takeOver(driver, original, { scratch, table: 'godwit_migrations' })
    if (outcome.outcome !== 'differs') throw new Error(JSON.stringify(outcome))
    expect(outcome.differences.map(differenceKey)).toEqual(expect.arrayContaining([...keys]))
    expect(outcome.left).toEqual([])
    expect(await inventory(driver)).toBe(before)
  })

  test('G-M4: a revision of a history that was replaced is refused by its name', async () => {
    const [driver, scratch] = [pg((await server.freshDatabase()).url), pg((await server.freshDatabase()).url)]
    onTestFinished(async () => {
      await driver.close()
      await scratch.close()
    })
    await run(driver, ...AGENTSPHERE.slice(0, -1), "INSERT INTO alembic_version VALUES ('9a49cbbb6780')")
    expect(await takeOver(driver, agentSphere(), { scratch, table: 'godwit_migrations' })).toEqual({
      outcome: 'unclear',
      original: 'AgentSphere-AI',
      table: 'alembic_version',
      why: "it names '9a49cbbb6780', which 'a1b2c3d4e5f6' does not include",
    })
  })
})
