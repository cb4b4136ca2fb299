// Owns: the calls of the line `agent-state`.
// Must not know: what they answer.

import { agentState } from '../../src/index.ts'
import * as functions from '../../src/lines/agent-state/index.ts'
import { sameAnswers } from './same-answers.ts'

interface Rows {
  readonly update_time: string
}

const key: functions.SessionKey = { app_name: 'app', user_id: 'user', id: 'session' }

sameAnswers<typeof functions, Rows>('agent-state', {
  lines: [agentState],
  functions,
  async prepare(on) {
    await functions.createSession(on, { ...key, state: { 'app:a': 1, 'user:u': 2, own: 3 } })
    await functions.appendEvent(on, key, { id: 'first', author: 'user', timestamp: '2026-11-20T12:00:00.000Z' })
    const appended = await functions.appendEvent(on, key, { id: 'second', author: 'agent', timestamp: '2026-11-20T13:00:00.000Z' })
    return { update_time: appended?.update_time ?? '' }
  },
  calls: ({ update_time }) => ({
    createSession: [{ app_name: 'app', user_id: 'user', id: 'new', state: { 'app:b': 1, own: 2 } }],
    getSession: [key],
    listSessions: ['app', { user_id: 'user', limit: 5, offset: 0 }],
    listSessionsPage: ['app', { user_id: 'user', limit: 5, after: 'agent_state.sessions~1~9999-12-31T23%3A59%3A59.000Z' }],
    deleteSession: [key],
    appendEvent: [
      key,
      {
        id: 'new',
        author: 'agent',
        invocation_id: 'i',
        actions: { state_delta: { own: 4 } },
        long_running_tool_ids_json: ['a'],
        branch: 'b',
        timestamp: '2026-11-20T14:00:00.000Z',
        content: { text: 't' },
        partial: false,
        turn_complete: true,
        error_code: 'e',
        custom_metadata: { a: 1 },
      },
      { update_time },
    ],
    listEvents: [key, { after: 'first', limit: 5 }],
    deleteEventsBefore: ['2026-11-20T12:30:00.000Z', key],
    keepLastEvents: [key, 1],
    latestEvents: [key, { since: '2026-11-20T12:30:00.000Z', limit: 5 }],
  }),
  looks: () => ({
    appendEvent: async (on) => [
      (await functions.getSession(on, key))?.state,
      present((await functions.latestEvents(on, key, { limit: 1 })).at(-1)),
    ],
  }),
  numbered: [],
})

function present(event: functions.EventRow | undefined): unknown {
  return Object.fromEntries(Object.entries(event ?? {}).filter(([, value]) => value !== null))
}
