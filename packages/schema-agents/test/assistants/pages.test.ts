// Owns: users, agents, sessions and memories page by page.
// Must not know: query texts.

import { beforeAll, describe, expect, test } from 'vitest'
import { assistants, type Handle } from '../../src/index.ts'
import {
  createAgent,
  createMemory,
  createMessage,
  createSession,
  createUser,
  deleteAgent,
  deleteMemory,
  deleteSession,
  deleteUser,
  listAgents,
  listAgentsPage,
  listMemories,
  listMemoriesPage,
  listSessions,
  listSessionsPage,
  listUsers,
  listUsersPage,
} from '../../src/lines/assistants/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'
import { pageLaws } from '../page-laws.ts'

const idOf = ({ id }: { readonly id: string }): string => id
const ALIKE = `UPDATE sessions SET updated_at = '2026-11-29 10:00:00'`

onEveryEngine(assistants, (database) => {
  let agent = 0
  beforeAll(async () => void (await createUser(database.handle(), { id: 'ann' })))

  pageLaws(database, 'users', {
    whole: async (on) => (await listUsers(on, { page_size: 1000 })).rows,
    page: listUsersPage,
    idOf,
    insert: (on, name) => createUser(on, { email: name }),
    remove: (on, id) => deleteUser(on, String(id)),
  })

  describe.each([true, false])('with active_only %s', (active_only) => {
    pageLaws(database, 'agents', {
      whole: (on) => listAgents(on, { active_only }),
      page: (on, onward) => listAgentsPage(on, { active_only, ...onward }),
      idOf: ({ id }) => id,
      insert: async (on, name) => {
        await createAgent(on, { name: `${String(active_only)} off ${name}`, type: 't', model: 'm', active: false })
        // Before and behind what is there.
        return createAgent(on, {
          name: `${Number(name.slice(1)) % 2 === 0 ? 'A' : 'é'}${String(active_only)}${name}`,
          type: 't',
          model: 'm',
        })
      },
      remove: (on, id) => deleteAgent(on, Number(id)),
    })
  })

  // Behind the agents' own laws, which delete what they list.
  describe('with an agent', () => {
    beforeAll(async () => {
      agent = (await createAgent(database.handle(), { name: 'agent', type: 't', model: 'm' })).id
    })

    const session = { idOf, remove: (on: Handle, id: string | number) => deleteSession(on, String(id)), alike: ALIKE }

    describe.each(['asc', 'desc'] as const)('in the order %s', (sort) => {
      pageLaws(database, 'sessions', {
        ...session,
        whole: async (on) => (await listSessions(on, { sort, page_size: 1000 })).rows,
        page: (on, onward) => listSessionsPage(on, { sort, ...onward }),
        insert: (on, name) => createSession(on, { user_id: 'ann', name: `${sort}${name}` }),
      })
    })

    pageLaws(database, 'the sessions of a user', {
      ...session,
      whole: async (on) => (await listSessions(on, { user_id: 'ann', page_size: 1000 })).rows,
      page: (on, onward) => listSessionsPage(on, { user_id: 'ann', ...onward }),
      insert: (on, name) => createSession(on, { user_id: 'ann', name }),
    })

    pageLaws(database, 'the sessions of nobody with an agent', {
      ...session,
      whole: async (on) => (await listSessions(on, { user_id: null, agent_id: agent, page_size: 1000 })).rows,
      page: (on, onward) => listSessionsPage(on, { user_id: null, agent_id: agent, ...onward }),
      insert: (on, name) => createSession(on, { agent_id: agent, name }),
    })

    pageLaws(database, 'the sessions of an agent', {
      ...session,
      whole: async (on) => (await listSessions(on, { agent_id: agent, page_size: 1000 })).rows,
      page: (on, onward) => listSessionsPage(on, { agent_id: agent, ...onward }),
      insert: (on, name) => createSession(on, { user_id: 'ann', agent_id: agent, name: `of the agent ${name}` }),
    })

    test('a session in a page has as many messages as it has', async () => {
      const on = database.handle()
      await createSession(on, { id: 'said', name: 'said' })
      await createMessage(on, { session_id: 'said', role: 'user' })
      expect((await listSessionsPage(on, { limit: 1 })).rows).toMatchObject([{ id: 'said', message_count: 1 }])
    })

    const memory = { idOf, remove: (on: Handle, id: string | number) => deleteMemory(on, String(id)) }
    describe.each([
      ['all', () => ({})],
      ['those of a user', () => ({ user_id: 'ann' })],
      ['those of an agent', () => ({ agent_id: agent })],
      ['those of a session', () => ({ session_id: 'remembered' })],
      ['those of a user with an agent', () => ({ user_id: 'ann', agent_id: agent })],
      ['those of nobody', () => ({ user_id: null })],
    ] as const)('%s', (what, scope) => {
      beforeAll(async () => void (await createSession(database.handle(), { id: 'remembered', name: 'remembered' })))

      pageLaws(database, 'memories', {
        ...memory,
        whole: (on) => listMemories(on, scope()),
        page: (on, onward) => listMemoriesPage(on, { ...scope(), ...onward }),
        insert: (on, name) =>
          createMemory(on, { ...scope(), name: `${Number(name.slice(1)) % 2 === 0 ? 'Z' : 'a'} ${what} ${name}`, content: 'c' }),
        // Memories of one name, in scopes of their own.
        alike: `UPDATE memories SET name = 'alike', name_key = NULL`,
      })
    })
  })
})
