// Owns: the calls of the line `chat-search`.
// Must not know: what they answer.

import { chat, chatSearch } from '../../src/index.ts'
import { createSession, saveMemory, saveMessages } from '../../src/lines/chat/index.ts'
import * as functions from '../../src/lines/chat-search/index.ts'
import { sameAnswers } from './same-answers.ts'

sameAnswers<typeof functions, { readonly session: number }>('chat-search', {
  lines: [chat, chatSearch],
  functions,
  async prepare(on) {
    const session = await createSession(on, { title: 't' })
    await saveMessages(
      on,
      [
        { message: 'a word', is_user: true },
        { message: 'another word', is_user: false },
      ],
      session,
    )
    await saveMemory(on, { content: 'the word', session_id: session })
    await saveMemory(on, { content: 'a word of no session' })
    return { session }
  },
  calls: ({ session }) => ({
    searchMessages: ['word', { session_id: session, limit: 1, before: 2 }],
    searchMemories: ['word', { session_id: session, active_only: true, limit: 5, before: 9 }],
  }),
  numbered: [],
})
