// Owns: the calls of the line `agents`.
// Must not know: what they answer.

import { agents } from '../../src/index.ts'
import * as functions from '../../src/lines/agents/index.ts'
import { sameAnswers } from './same-answers.ts'

const said = { role: 'user', type: 'message', content: { text: 't' } } as const

sameAnswers<typeof functions, { readonly entry: number }>('agents', {
  lines: [agents],
  functions,
  async prepare(on) {
    await functions.createAgent(on, { id: 'agent', name: 'n', model: 'm' })
    await functions.createSession(on, { id: 'session', main_agent_id: 'agent' })
    const [entry = 0] = (await functions.appendSessionLogs(on, 'session', [said, said])) ?? []
    return { entry }
  },
  calls: ({ entry }) => ({
    createAgent: [
      { id: 'new', name: 'n', model: 'm', type: 'custom', mcps: ['a'], configuration: { a: 1 }, permission_mode: 'readOnly', max_steps: 5 },
    ],
    getAgent: ['agent'],
    agentExists: ['agent'],
    listAgents: [{ limit: 5, offset: 0 }],
    listAgentsPage: [{ limit: 5, after: 'agents.agents~9007199254740991' }],
    updateAgent: ['agent', { name: 'x', instructions: 'y', mcps: [], max_steps: 3, permission_mode: 'acceptEdits' }],
    deleteAgent: ['agent'],
    createSession: [
      { id: 'new', main_agent_id: 'agent', name: 'n', user_goal: 'g', sub_agent_ids: ['a'], configuration: {}, max_steps: 1 },
    ],
    getSession: ['session'],
    getSessionWithAgent: ['session'],
    sessionExists: ['session'],
    listSessions: [{ limit: 5, offset: 0, status: 'idle' }],
    listSessionsPage: [{ limit: 1, after: 'agents.sessions~9007199254740991', status: 'idle' }],
    updateSession: ['session', { name: 'x', mcps: ['m'], max_steps: 2 }],
    setSessionStatus: ['session', 'running'],
    deleteSession: ['session'],
    appendSessionLogs: ['session', [{ ...said, parent_id: entry, metadata: { a: 1 } }]],
    getSessionLog: [entry],
    listSessionLogs: ['session', { limit: 5, offset: 0 }],
    latestSessionLogs: ['session', 5],
    sessionLogsAfter: ['session', 0, 5],
    sessionLogsBefore: ['session', entry, 5],
    updateSessionLog: [entry, { content: { text: 'x' }, metadata: {} }],
    deleteSessionLog: [entry],
    deleteSessionLogs: ['session'],
    deleteSessionLogsBefore: ['2100-01-01T00:00:00.000Z', 'session'],
    deleteSessionLogsBeforeId: ['session', entry + 1],
    keepLastSessionLogs: ['session', 1],
  }),
  numbered: ['id', 'parent_id', 'appendSessionLogs'],
})
