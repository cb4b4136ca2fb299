// Owns: the calls of the line `agents-search`.
// Must not know: what they answer.

import { agents, agentsSearch } from '../../src/index.ts'
import { appendSessionLogs, createAgent, createSession } from '../../src/lines/agents/index.ts'
import * as functions from '../../src/lines/agents-search/index.ts'
import { sameAnswers } from './same-answers.ts'

sameAnswers<typeof functions, object>('agents-search', {
  lines: [agents, agentsSearch],
  functions,
  async prepare(on) {
    await createAgent(on, { id: 'agent', name: 'n', model: 'm' })
    await createSession(on, { id: 'session', main_agent_id: 'agent' })
    await createSession(on, { id: 'other', main_agent_id: 'agent' })
    await appendSessionLogs(on, 'session', [{ role: 'user', type: 'message', content: { text: 'the white heron' } }])
    await appendSessionLogs(on, 'other', [{ role: 'user', type: 'message', content: { text: 'a heron' } }])
    return {}
  },
  calls: () => ({ searchSessionLogs: ['heron', { session_id: 'session', limit: 5, before: 9 }] }),
  numbered: ['id'],
})
