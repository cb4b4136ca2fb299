// Owns: the calls of the line `gateway`.
// Must not know: what they answer.

import { gateway } from '../../src/index.ts'
import * as functions from '../../src/lines/gateway/index.ts'
import { sameAnswers } from './same-answers.ts'

interface Rows {
  readonly message: string
}

const said = { message: 'm', sender_type: 'user', sender_name: 'n' } as const

sameAnswers<typeof functions, Rows>('gateway', {
  lines: [gateway],
  functions,
  async prepare(on) {
    await functions.createSession(on, { id: 'session', user_id: 'user', agent_id: '' })
    const stored = await functions.storeChatMessage(on, 'session', said)
    await functions.storeChatMessage(on, 'session', { ...said, message: 'n' })
    return { message: stored?.message_id ?? '' }
  },
  calls: ({ message }) => ({
    createSession: [{ id: 'new', user_id: 'user', agent_id: 'agent', name: 'n' }],
    createSessionWithMessage: [{ id: 'new', user_id: 'user', agent_id: 'agent', name: 'n' }, said],
    getSession: ['session', 'user'],
    getSessions: [{ user_id: 'user', limit: 5, offset: 0 }],
    getSessionsPage: [{ user_id: 'user', limit: 5, after: 'gateway.sessions~9007199254740991~9007199254740991' }],
    updateSession: ['session', 'x', 'user', { updated_time: null }],
    deleteSession: ['session', 'user'],
    storeChatMessage: ['session', { ...said, id: 'of the caller' }, { user_id: 'user', agent_id: 'agent' }],
    getChatHistory: ['session', 'user'],
    messagesAfter: ['session', message, { limit: 5, user_id: 'user' }],
    messagesBefore: ['session', null, { limit: 1, user_id: 'user' }],
    deleteMessagesBefore: ['2100-01-01T00:00:00.000Z', 'session'],
    keepLastMessages: ['session', 1],
    deleteSessionsOlderThan: [new Date('2100-01-01T00:00:00.000Z'), 5],
  }),
  looks: () => ({
    storeChatMessage: async (on) => [
      (await functions.getSession(on, 'session'))?.agent_id,
      (await functions.getChatHistory(on, 'session')).at(-1),
    ],
    createSessionWithMessage: (on, { id }) => functions.getChatHistory(on, id),
  }),
  numbered: ['created_time', 'updated_time'],
})
