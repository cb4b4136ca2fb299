// Owns: the query sets of the line: each runs on every engine, with its parameters in the order that is told.
// Must not know: functions.

import { expect, test } from 'vitest'
import { assistants, type Query, texts } from '../../src/index.ts'
import { agentQueries, memoryQueries, messageQueries, sessionQueries, userQueries } from '../../src/lines/assistants/index.ts'
import { all, change } from '../../src/sql/handle.ts'
import { onEveryEngine } from '../on-every-engine.ts'

const NOON = '2026-11-20T12:00:00.000Z'
const times = { created_at: NOON, updated_at: NOON }
const later = { updated_at: '2026-11-20T13:00:00.000Z' }
const part = { limit: 10, offset: 0 }

const user = { id: 'u', email: 'a@example.org', phone_number: '1', user_data: { a: 1 }, ...times }
const agent = {
  name: 'a',
  type: 't',
  model: 'm',
  description: null,
  version: null,
  config: {},
  active: true,
  run_id: 0,
  system_prompt: null,
  active_default_prompt_id: null,
  ...times,
}
const session = { id: 's', user_id: 'u', agent_id: 1, name: 'n', platform: null, metadata: null, run_finished_at: null, ...times }
const message = {
  id: 'm',
  session_id: 's',
  user_id: 'u',
  agent_id: 1,
  role: 'user',
  text_content: 't',
  media_url: null,
  mime_type: null,
  message_type: null,
  raw_payload: null,
  tool_calls: [],
  tool_outputs: null,
  context: null,
  channel_payload: null,
  system_prompt: null,
  user_feedback: null,
  flagged: null,
  ...times,
}
const memory = {
  id: 'y',
  name: 'n',
  description: null,
  content: 'c',
  session_id: null,
  user_id: 'u',
  agent_id: 1,
  read_mode: null,
  access: null,
  metadata: { a: 1 },
  ...times,
}

onEveryEngine(assistants, (database) => {
  test('every query of every set does what it says', async () => {
    const on = database.handle()
    const count = [{ total: 1 }]

    expect(await change(on, userQueries.insert, user)).toBe(1)
    expect(await all(on, userQueries.getById, { id: 'u' })).toEqual([user])
    expect(await all(on, userQueries.getByEmail, { email: 'a@example.org' })).toEqual([user])
    expect(await all(on, userQueries.getByPhoneNumber, { phone_number: '1' })).toEqual([user])
    expect(await all(on, userQueries.list, part)).toEqual([user])
    expect(await all(on, userQueries.count, {})).toEqual(count)
    expect(await change(on, userQueries.update, { ...user, ...later, phone_number: null })).toBe(1)
    expect(await all(on, userQueries.getById, { id: 'u' })).toEqual([{ ...user, ...later, phone_number: null }])

    expect(await change(on, agentQueries.insert, agent)).toBe(1)
    expect(await all(on, agentQueries.getById, { id: 1 })).toEqual([{ id: 1, ...agent }])
    expect(await all(on, agentQueries.getByName, { name: 'a' })).toEqual([{ id: 1, ...agent }])
    expect(await all(on, agentQueries.list, {})).toEqual([{ id: 1, ...agent }])
    expect(await all(on, agentQueries.listByActive, { active: false })).toEqual([])
    expect(await all(on, agentQueries.count, {})).toEqual(count)
    expect(await change(on, agentQueries.incrementRunId, { id: 1, ...later })).toBe(1)
    expect(await all(on, agentQueries.getById, { id: 1 })).toEqual([{ id: 1, ...agent, ...later, run_id: 1 }])
    expect(await change(on, agentQueries.update, { id: 1, ...agent, ...later, active: false })).toBe(1)
    expect(await all(on, agentQueries.listByActive, { active: false })).toEqual([{ id: 1, ...agent, ...later, active: false }])

    const row = { ...session, agent_name: 'a' }
    expect(await change(on, sessionQueries.insert, session)).toBe(1)
    expect(await all(on, sessionQueries.getById, { id: 's' })).toEqual([row])
    expect(await all(on, sessionQueries.getByName, { name: 'n' })).toEqual([row])
    expect(await all(on, sessionQueries.list, part)).toEqual([row])
    expect(await all(on, sessionQueries.listByUser, { user_id: 'u', ...part })).toEqual([row])
    expect(await all(on, sessionQueries.listByAgent, { agent_id: 1, ...part })).toEqual([row])
    expect(await all(on, sessionQueries.count, {})).toEqual(count)
    expect(await all(on, sessionQueries.countByUser, { user_id: 'x' })).toEqual([{ total: 0 }])
    expect(await change(on, sessionQueries.finish, { id: 's', run_finished_at: NOON, ...later })).toBe(1)
    expect(await change(on, sessionQueries.updateNameIfEmpty, { id: 's', name: 'x', ...later })).toBe(0)
    expect(await all(on, sessionQueries.getById, { id: 's' })).toEqual([{ ...row, ...later, run_finished_at: NOON }])
    expect(await change(on, sessionQueries.update, { ...session, name: null, ...later })).toBe(1)
    expect(await change(on, sessionQueries.updateNameIfEmpty, { id: 's', name: 'x', ...later })).toBe(1)
    expect(await all(on, sessionQueries.getById, { id: 's' })).toEqual([
      // Changed twice, to the same moment: the second time is later.
      { ...row, updated_at: '2026-11-20T13:00:00.001Z', name: 'x' },
    ])

    expect(await change(on, sessionQueries.touch, { id: 's', ...later })).toBe(1)
    expect(await change(on, messageQueries.insert, message)).toBe(1)
    const numbered = { ...message, seq: 1 }
    const ofSession = { session_id: 's' }
    expect(await all(on, messageQueries.getById, { id: 'm' })).toEqual([numbered])
    expect(await all(on, messageQueries.listBySession, { ...ofSession, ...part })).toEqual([numbered])
    expect(await all(on, messageQueries.listAfter, { ...ofSession, after: 0, limit: 1 })).toEqual([numbered])
    expect(await all(on, messageQueries.listAfter, { ...ofSession, after: 1, limit: 1 })).toEqual([])
    expect(await all(on, messageQueries.listBefore, { ...ofSession, before: 2, limit: 1 })).toEqual([numbered])
    expect(await all(on, messageQueries.getLastByRole, { ...ofSession, role: 'system' })).toEqual([])
    expect(await all(on, messageQueries.countBySession, ofSession)).toEqual(count)
    expect(await change(on, messageQueries.update, { ...message, ...later, context: {}, flagged: 'x' })).toBe(1)
    expect(await all(on, messageQueries.getById, { id: 'm' })).toEqual([{ ...numbered, ...later, context: {}, flagged: 'x' }])
    expect(await change(on, messageQueries.delete, { id: 'x' })).toBe(0)
    expect(await change(on, messageQueries.deleteBySession, ofSession)).toBe(1)

    expect(await change(on, memoryQueries.insert, memory)).toBe(1)
    expect(await all(on, memoryQueries.getById, { id: 'y' })).toEqual([memory])
    expect(await all(on, memoryQueries.getByName, { name: 'n', user_id: 'u', agent_id: 1, session_id: null })).toEqual([memory])
    expect(await all(on, memoryQueries.getByName, { name: 'n', user_id: 'u', agent_id: null, session_id: null })).toEqual([])
    expect(await all(on, memoryQueries.getByName, { name: 'n', user_id: 'u', agent_id: 1, session_id: 's' })).toEqual([])
    expect(await all(on, memoryQueries.listByUser, { user_id: 'u' })).toEqual([memory])
    expect(await all(on, memoryQueries.listByAgent, { agent_id: 1 })).toEqual([memory])
    expect(await all(on, memoryQueries.listBySession, { session_id: 's' })).toEqual([])
    expect(await all(on, memoryQueries.count, {})).toEqual(count)
    expect(await change(on, memoryQueries.update, { ...memory, ...later, content: null })).toBe(1)
    expect(await all(on, memoryQueries.getById, { id: 'y' })).toEqual([{ ...memory, ...later, content: null }])

    expect(await change(on, memoryQueries.delete, { id: 'y' })).toBe(1)
    expect(await change(on, sessionQueries.delete, { id: 's' })).toBe(1)
    expect(await change(on, agentQueries.delete, { id: 1 })).toBe(1)
    expect(await change(on, userQueries.delete, { id: 'u' })).toBe(1)
  })

  const plan = async (query: Query<never, unknown>, params: object): Promise<string> => {
    const on = database.handle()
    const { text, params: bound } = query.bind(on.place, params as never)
    const { rows } = await on.run(`EXPLAIN ${database.dialect === 'sqlite' ? 'QUERY PLAN ' : ''}${text}`, bound)
    return rows.map((row) => JSON.stringify(row)).join(' ')
  }

  // PostgreSQL decides by statistics alone, and reads so few rows without an index.
  if (database.dialect !== 'postgres')
    test('a page goes on from a number by the index, and sorts nothing', async () => {
      const on = database.handle()
      await on.run("INSERT INTO sessions (id) VALUES ('hot'), ('cold')")
      const rows = Array.from({ length: 300 }, (_, n) => `('${n}', '${n % 100 === 0 ? 'cold' : 'hot'}', 'user')`)
      await on.run(`INSERT INTO messages (id, session_id, role) VALUES ${rows.join(', ')}`)
      await on.run(database.dialect === 'sqlite' ? 'ANALYZE' : 'ANALYZE TABLE messages')
      for (const session_id of ['hot', 'cold'])
        for (const [query, params] of [
          [messageQueries.listAfter, { session_id, after: 200, limit: 5 }],
          [messageQueries.listBefore, { session_id, before: 100, limit: 5 }],
        ] as const) {
          const told = await plan(query, params)
          expect(told).toMatch(
            database.dialect === 'sqlite'
              ? /idx_messages_session \(session_id=\? AND seq[<>]\?\)/
              : /"range".*"idx_messages_session","key_len":"774"/,
          )
          expect(told).not.toMatch(/TEMP B-TREE|filesort/)
        }
    })

  if (database.dialect === 'sqlite')
    test('lists read an index in order and sort nothing', async () => {
      const part = { limit: 10, offset: 0 }
      for (const [query, params, index] of [
        [sessionQueries.list, part, 'idx_sessions_updated'],
        [sessionQueries.listByUser, { ...part, user_id: 'u' }, 'idx_sessions_user'],
        [sessionQueries.listByAgent, { ...part, agent_id: 1 }, 'idx_sessions_agent'],
        [messageQueries.listBySession, { ...part, session_id: 's' }, 'idx_messages_session'],
        [messageQueries.countBySession, { session_id: 's' }, 'COVERING INDEX idx_messages_session'],
        [memoryQueries.getByName, { name: 'n', user_id: 'u', agent_id: 1, session_id: null }, 'idx_memories_'],
        [memoryQueries.listByUser, { user_id: 'u' }, 'idx_memories_user'],
        [userQueries.getByPhoneNumber, { phone_number: '1' }, 'idx_users_phone_number'],
      ] as const) {
        const told = await plan(query, params)
        expect(told).toContain(index)
        expect(told).not.toContain('TEMP B-TREE')
      }
    })
})

const sets = [
  ['userQueries', userQueries],
  ['agentQueries', agentQueries],
  ['sessionQueries', sessionQueries],
  ['messageQueries', messageQueries],
  ['memoryQueries', memoryQueries],
] as const

test.each(sets)('%s: the parameters are in one order on every dialect, and as many as the text has marks', (_, set) => {
  for (const query of Object.values({ ...set } as Readonly<Record<string, Query<never, unknown>>>)) {
    const order = query.order({ dialect: 'sqlite' })
    expect(query.order({ dialect: 'postgres' })).toEqual(order)
    expect(query.order({ dialect: 'mysql' })).toEqual(order)
    expect(query.text({ dialect: 'sqlite' }).split('?')).toHaveLength(order.length + 1)
  }
})

test('PostgreSQL orders names by their code points, whatever the locale of the database is', () => {
  for (const query of [agentQueries.list, agentQueries.listByActive, memoryQueries.listByUser])
    expect(query.text({ dialect: 'postgres' })).toContain('ORDER BY name COLLATE "C"')
})

test('the texts of a set are there for clients of one’s own', () => {
  expect(texts(userQueries, { dialect: 'postgres', prefix: 'am_' }).count).toBe('SELECT COUNT(*) AS total FROM am_users')
  expect(messageQueries.insert.order({ dialect: 'mysql' })).toEqual(Object.keys(message))
})
