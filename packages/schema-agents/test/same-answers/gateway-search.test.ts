// Owns: the calls of the line `gateway-search`.
// Must not know: what they answer.

import { gateway, gatewaySearch } from '../../src/index.ts'
import { createSession, storeChatMessage } from '../../src/lines/gateway/index.ts'
import * as functions from '../../src/lines/gateway-search/index.ts'
import { sameAnswers } from './same-answers.ts'

sameAnswers<typeof functions, void>('gateway-search', {
  lines: [gateway, gatewaySearch],
  functions,
  async prepare(on) {
    for (const [id, user_id] of [
      ['session', 'user'],
      ['other', 'another'],
    ] as const) {
      await createSession(on, { id, user_id })
      await storeChatMessage(on, id, { id: `of ${id}`, message: 'the white heron', sender_type: 'user', sender_name: 'n' })
    }
  },
  calls: () => ({ searchMessages: ['heron', { session_id: 'session', user_id: 'user', limit: 5, before: 9 }] }),
  numbered: ['seq', 'created_time'],
})
