// Owns: the calls of the line `chat`.
// Must not know: what they answer.

import { chat } from '../../src/index.ts'
import * as functions from '../../src/lines/chat/index.ts'
import { sameAnswers } from './same-answers.ts'

interface Rows {
  readonly session: number
  readonly message: number
  readonly memory: number
}

sameAnswers<typeof functions, Rows>('chat', {
  lines: [chat],
  functions,
  async prepare(on) {
    const session = await functions.createSession(on, { title: 't', persona_id: 'robin' })
    const [message = 0, next = 0] = await functions.saveMessages(
      on,
      [
        { message: 'a', is_user: true, character_name: 'c' },
        { message: 'b', is_user: false },
      ],
      session,
    )
    const memory = await functions.saveMemory(on, { content: 'm', session_id: session, start_message_id: message, end_message_id: message })
    await functions.saveMessage(on, { message: 'c', is_user: true, session_id: session })
    await functions.setLastMemoryMessageId(on, session, message)
    return { session, message: next, memory: memory ?? 0 }
  },
  calls: ({ session, message, memory }) => ({
    getMaxMessageId: [session],
    getMessageCount: [session],
    getTotalMessageCount: [],
    getChatHistory: [{ session_id: session, limit: 1, offset: 1 }],
    getConversationContext: [{ session_id: session, limit: 2 }],
    messagesAfter: [session, message, 5],
    messagesBefore: [session, message, 5],
    countUserMessagesSinceMarker: [session],
    getLastMemoryMessageId: [session],
    getMessagesSinceMarker: [session, 1],
    setLastMemoryMessageId: [session, message],
    deleteMemory: [memory],
    getActiveMemories: [],
    getAllMemories: [{ active_only: true }],
    getAllMemoriesPage: [{ active_only: true, limit: 5, after: 'chat.memories~9007199254740991' }],
    getMemory: [memory],
    getMemoryRanges: [session],
    saveMemory: [{ content: 'm', session_id: session, start_message_id: message, end_message_id: message, persona_id: 'robin' }],
    toggleMemoryStatus: [memory],
    updateMemory: [memory, 'x'],
    clearChatHistory: [],
    saveMessage: [{ message: 'd', is_user: true, character_name: 'c', session_id: session }],
    saveMessages: [[{ message: 'd', is_user: true, character_name: 'c' }], session],
    getPersonaId: [],
    setPersonaId: ['robin'],
    deleteMessagesBefore: ['2100-01-01T00:00:00.000Z', session],
    deleteMessagesBeforeId: [session, message],
    keepLastMessages: [session, 1],
    createSession: [{ title: 't', persona_id: 'robin' }],
    deleteSession: [session],
    getAllSessions: [],
    getAllSessionsPage: [{ limit: 5, after: 'chat.sessions~1~9999-12-31T23%3A59%3A59.000Z' }],
    getCurrentSessionId: [],
    getSession: [session],
    getSessionPersonaId: [session],
    getSessionSummary: [],
    sessionExists: [session],
    updateSessionTitle: [session, 'x', { updated_at: null }],
  }),
  looks: ({ session, memory }) => ({
    setLastMemoryMessageId: (on) => functions.getLastMemoryMessageId(on, session),
    deleteMemory: (on) => functions.getLastMemoryMessageId(on, session),
    saveMemory: async (on, id) => (id === null ? 'no more' : functions.getMemory(on, id)),
    updateMemory: async (on) => (await functions.getMemory(on, memory))?.content,
    clearChatHistory: (on) => functions.getAllMemories(on),
    saveMessage: async (on) => (await functions.getChatHistory(on, { session_id: session })).at(-1),
    saveMessages: async (on) => (await functions.getChatHistory(on, { session_id: session })).at(-1),
    setPersonaId: (on) => functions.getPersonaId(on),
    createSession: (on, id) => functions.getSession(on, id),
    updateSessionTitle: async (on) => (await functions.getSession(on, session))?.title,
  }),
  numbered: ['id', 'createSession', 'saveMessage', 'saveMessages', 'saveMemory'],
})
