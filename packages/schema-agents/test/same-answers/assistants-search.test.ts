// Owns: the calls of the line `assistants-search`.
// Must not know: what they answer.

import { assistants, assistantsSearch } from '../../src/index.ts'
import { createAgent, createMemory, createMessage, createSession, createUser } from '../../src/lines/assistants/index.ts'
import * as functions from '../../src/lines/assistants-search/index.ts'
import { sameAnswers } from './same-answers.ts'

interface Rows {
  readonly agent: number
}

sameAnswers<typeof functions, Rows>('assistants-search', {
  lines: [assistants, assistantsSearch],
  functions,
  async prepare(on) {
    await createUser(on, { id: 'user' })
    const { id: agent } = await createAgent(on, { name: 'agent', type: 't', model: 'm' })
    await createSession(on, { id: 'session', user_id: 'user', agent_id: agent })
    await createSession(on, { id: 'other' })
    const owners = { user_id: 'user', agent_id: agent, session_id: 'session' }
    await createMessage(on, { id: 'message', session_id: 'session', role: 'user', text_content: 'the white heron' })
    await createMessage(on, { id: 'elsewhere', session_id: 'other', role: 'user', text_content: 'a heron' })
    await createMemory(on, { id: 'memory', name: 'n', content: 'the white heron', ...owners })
    await createMemory(on, { id: 'of nobody', name: 'n', content: 'a heron' })
    return { agent }
  },
  calls: ({ agent }) => ({
    searchMemories: ['heron', { agent_id: agent, user_id: 'user', session_id: 'session', limit: 5, before: 9 }],
    searchMessages: ['heron', { session_id: 'session', limit: 5, before: 9 }],
  }),
  numbered: ['seq'],
})
