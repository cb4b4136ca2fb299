// Owns: the calls of the line `assistants`.
// Must not know: what they answer.

import { assistants } from '../../src/index.ts'
import * as functions from '../../src/lines/assistants/index.ts'
import { sameAnswers } from './same-answers.ts'

const GIVEN = '2026-11-20T12:00:00.000Z'

interface Rows {
  readonly agent: number
  readonly seq: number
  readonly updated_at: string
}

sameAnswers<typeof functions, Rows>('assistants', {
  lines: [assistants],
  functions,
  async prepare(on) {
    await functions.createUser(on, { id: 'user', email: 'a@b', phone_number: '1', user_data: { a: { b: 1 } } })
    const { id: agent } = await functions.createAgent(on, { name: 'agent', type: 't', model: 'm' })
    const { updated_at } = await functions.createSession(on, { id: 'session', user_id: 'user', agent_id: agent, name: 'n' })
    await functions.createSession(on, { id: 'nameless', user_id: 'user' })
    const said = { session_id: 'nameless', created_at: GIVEN }
    await functions.createMessage(on, { ...said, id: 'first', role: 'system', text_content: 's' })
    const message = await functions.createMessage(on, { ...said, id: 'second', role: 'user', text_content: 't' })
    await functions.createMemory(on, { id: 'memory', name: 'n', user_id: 'user', agent_id: agent, session_id: 'session', content: 'c' })
    return { agent, seq: message?.seq ?? 0, updated_at }
  },
  calls: ({ agent, seq, updated_at }) => ({
    createAgent: [{ name: 'new', type: 't', model: 'm', description: 'd', version: '1', config: { a: 1 }, active: true, run_id: 2 }],
    getAgent: [agent],
    getAgentByName: ['agent'],
    listAgents: [{ active_only: true }],
    listAgentsPage: [{ active_only: true, limit: 1, after: 'assistants.agents~0~' }],
    updateAgent: [agent, { name: 'x', version: '2', config: { a: 1 }, active: true, run_id: 3, active_default_prompt_id: 1 }],
    deleteAgent: [agent],
    registerAgent: ['new_agent', 't', 'm', 'd', { a: 1 }],
    incrementAgentRunId: [agent],
    clearAssistants: [],
    createMemory: [
      {
        id: 'new',
        name: 'x',
        content: 'c',
        session_id: 'session',
        user_id: 'user',
        agent_id: agent,
        read_mode: 'r',
        metadata: { a: 1 },
      },
    ],
    getMemory: ['memory'],
    getMemoryByName: ['n', { agent_id: agent, user_id: 'user', session_id: 'session' }],
    updateMemory: ['memory', { name: 'x', content: 'c', session_id: 'session', user_id: 'user', agent_id: agent, metadata: { a: 1 } }],
    deleteMemory: ['memory'],
    listMemories: [{ agent_id: agent, user_id: 'user', session_id: 'session', name_pattern: 'N' }],
    listMemoriesPage: [{ agent_id: agent, user_id: 'user', session_id: 'session', limit: 5, after: 'assistants.memories~0~' }],
    countMessages: ['nameless'],
    deleteSessionMessages: ['nameless'],
    getSystemPrompt: ['nameless'],
    listMessages: ['nameless', { sort: 'desc', limit: 1, offset: 0 }],
    listSessionMessages: ['nameless', { sort: 'asc', page: 2, page_size: 1 }],
    messagesAfter: ['nameless', seq - 1, 1],
    messagesBefore: ['nameless', seq, 1],
    createMessage: [
      {
        id: 'new',
        session_id: 'session',
        role: 'user',
        user_id: 'user',
        agent_id: agent,
        text_content: 't',
        tool_calls: [{ name: 'f' }],
        context: { a: 1 },
        created_at: GIVEN,
        updated_at: GIVEN,
      },
    ],
    getMessage: ['second'],
    updateMessage: ['second', { role: 'x', user_id: 'user', agent_id: agent, text_content: 'x', raw_payload: { a: 1 } }],
    deleteMessage: ['second'],
    deleteMessagesBefore: ['2026-11-20T13:00:00.000Z', 'nameless'],
    keepLastMessages: ['nameless', 1],
    linkSessionToAgent: ['nameless', agent],
    listSessions: [{ user_id: 'user', agent_id: agent, sort: 'asc', page: 1, page_size: 5 }],
    listSessionsPage: [
      { user_id: 'user', agent_id: agent, sort: 'asc', limit: 5, after: 'assistants.sessions~0~2000-01-01T00%3A00%3A00.000Z' },
    ],
    createSession: [{ id: 'new', user_id: 'user', agent_id: agent, name: 'x', platform: 'p', metadata: { a: 1 }, run_finished_at: GIVEN }],
    getSession: ['session'],
    getSessionByName: ['n', 'user'],
    updateSession: [
      'session',
      { user_id: 'user', agent_id: agent, name: 'x', platform: 'p', metadata: { a: 1 }, run_finished_at: GIVEN },
      { updated_at },
    ],
    finishSession: ['session'],
    updateSessionNameIfEmpty: ['nameless', 'x'],
    deleteSession: ['session'],
    createUser: [{ id: 'new', email: 'x@y', phone_number: '2', user_data: { a: 1 } }],
    getUser: ['user'],
    getUserByEmail: ['A@b '],
    getUserByIdentifier: ['1'],
    listUsers: [{ page: 1, page_size: 5 }],
    listUsersPage: [{ limit: 1, after: 'assistants.users~0' }],
    updateUser: ['user', { email: 'x@y', phone_number: '2', user_data: { a: 1 } }],
    updateUserData: ['user', { c: 1 }, 'a.b'],
    deleteUser: ['user'],
    ensureDefaultUserExists: ['new', 'x@y'],
  }),
  numbered: ['id', 'seq'],
})
