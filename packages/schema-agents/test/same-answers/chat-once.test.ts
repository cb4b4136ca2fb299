// Owns: the calls of the line `chat-once`.
// Must not know: what they answer.

import { chat, chatOnce } from '../../src/index.ts'
import { createSession, getChatHistory } from '../../src/lines/chat/index.ts'
import * as functions from '../../src/lines/chat-once/index.ts'
import { sameAnswers } from './same-answers.ts'

const said = { message: 'm', is_user: true, character_name: 'c' }

sameAnswers<typeof functions, { readonly session: number }>('chat-once', {
  lines: [chat, chatOnce],
  functions,
  async prepare(on) {
    const session = await createSession(on, { title: 't' })
    await functions.saveMessagesOnce(on, session, 'used', [said])
    return { session }
  },
  calls: ({ session }) => ({ saveMessagesOnce: [session, 'new', [{ ...said, message: 'n' }]] }),
  looks: ({ session }) => ({
    saveMessagesOnce: async (on) => (await getChatHistory(on, { session_id: session })).at(-1),
  }),
  numbered: ['id', 'saveMessagesOnce'],
})
