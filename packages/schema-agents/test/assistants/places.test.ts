// Owns: the line's way up and down, also under other names, on every engine.
// Must not know: what the functions do in detail.

import { randomUUID } from 'node:crypto'
import { Migrator } from '@godwit/core'
import { expect, test } from 'vitest'
import { agents, assistants, assistantsLine, type Handle } from '../../src/index.ts'
import {
  countMessages,
  createAgent,
  createMemory,
  createMessage,
  createSession,
  createUser,
  getAgentByName,
  keepLastMessages,
  listMemories,
  listSessions,
  listUsers,
} from '../../src/lines/assistants/index.ts'
import { inASchema } from '../in-a-schema.ts'
import { onEveryEngine } from '../on-every-engine.ts'

const names = { prefix: 'am_' }

/** A row in every table. */
async function filled(on: Handle): Promise<void> {
  const user = await createUser(on, { email: `${randomUUID()}@example.org` })
  const agent = await createAgent(on, { name: randomUUID(), type: 't', model: 'm' })
  const owners = { user_id: user.id, agent_id: agent.id }
  const session = await createSession(on, { ...owners, name: 'chat' })
  for (let n = 0; n < 2; n++) await createMessage(on, { ...owners, session_id: session.id, role: 'user' })
  await createMemory(on, { ...owners, session_id: session.id, name: 'n' })
  expect(await keepLastMessages(on, session.id, 1)).toBe(1)
  expect(await countMessages(on, session.id)).toBe(1)
  expect((await listSessions(on, { user_id: user.id })).rows).toMatchObject([{ message_count: 1, agent_name: agent.name }])
  expect(await listMemories(on, { agent_id: agent.id, name_pattern: 'N' })).toHaveLength(1)
}

onEveryEngine(
  assistantsLine(names),
  (database) => {
    test('E-X1: with a prefix it is in one database with the line `agents`, whose tables have the same names', async () => {
      const on = database.handle()
      expect(await new Migrator(database.driver(), agents).up()).toMatchObject({ outcome: 'migrated' })
      await filled(on)
      expect((await on.run('SELECT id FROM agents')).rows).toEqual([])
      expect((await on.run('SELECT id FROM am_agents')).rows).toHaveLength(1)
      expect(await new Migrator(database.driver(), assistantsLine(names)).down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
      expect((await on.run('SELECT id FROM sessions')).rows).toEqual([])
    })
  },
  names,
)

onEveryEngine(assistants, (database) => {
  test('down and up again with rows present leaves nothing behind and makes the same tables', async () => {
    const on = database.handle()
    await filled(on)
    const migrator = new Migrator(database.driver(), assistants)
    expect(await migrator.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    for (const table of ['users', 'agents', 'sessions', 'messages', 'memories'])
      await expect(on.run(`SELECT * FROM ${table}`)).rejects.toThrow(table)
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await listUsers(on)).toEqual({ rows: [], total: 0 })
    await filled(on)
  })

  test('down goes step by step, with rows in the tables that stay', async () => {
    const on = database.handle()
    await filled(on)
    const migrator = new Migrator(database.driver(), assistants)
    expect(await migrator.down({ to: '004_memories' })).toMatchObject({ outcome: 'migrated' })
    for (const [left, gone] of [
      ['messages', 'memories'],
      ['sessions', 'messages'],
      ['users', 'sessions'],
    ] as const) {
      expect(await migrator.down({ steps: 1 })).toMatchObject({ outcome: 'migrated' })
      await expect(on.run(`SELECT * FROM ${gone}`)).rejects.toThrow(gone)
      expect((await on.run(`SELECT id FROM ${left}`)).rows.length).toBeGreaterThan(0)
    }
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    await filled(on)
  })
})

test('the migrations are five, in order', () => {
  expect(assistants.name).toBe('assistants')
  expect(assistants.migrations.map(({ id }) => id)).toEqual([
    '001_users',
    '002_agents_sessions',
    '003_messages',
    '004_memories',
    '005_pages_in_order',
  ])
})

async function used(on: Handle): Promise<void> {
  await filled(on)
  const { name } = await createAgent(on, { name: 'a', type: 't', model: 'm' })
  expect(await getAgentByName(on, name)).toMatchObject({ name })
}

inASchema(assistantsLine, 'am_', used)
