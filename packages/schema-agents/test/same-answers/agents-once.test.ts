// Owns: the calls of the line `agents-once`.
// Must not know: what they answer.

import { agents, agentsOnce } from '../../src/index.ts'
import { createAgent, createSession } from '../../src/lines/agents/index.ts'
import * as functions from '../../src/lines/agents-once/index.ts'
import { sameAnswers } from './same-answers.ts'

const said = { role: 'user', type: 'message', content: { text: 't' } } as const

sameAnswers<typeof functions, object>('agents-once', {
  lines: [agents, agentsOnce],
  functions,
  async prepare(on) {
    await createAgent(on, { id: 'agent', name: 'n', model: 'm' })
    await createSession(on, { id: 'session', main_agent_id: 'agent' })
    await functions.appendSessionLogsOnce(on, 'session', 'key', [said, said])
    return {}
  },
  calls: () => ({ appendSessionLogsOnce: ['session', 'new', [said, said]] }),
  numbered: ['appendSessionLogsOnce'],
})
