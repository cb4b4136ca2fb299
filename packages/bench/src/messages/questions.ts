// Owns: what is asked of a million messages, through the functions of `@godwit/schema-agents`.
// Must not know: clocks, clients.

import type { Handle } from '@godwit/schema-agents'
import { latestSessionLogs, sessionLogsAfter } from '@godwit/schema-agents/agents'
import { countUserMessagesSinceMarker, getChatHistory, getConversationContext } from '@godwit/schema-agents/chat'
import { searchMessages } from '@godwit/schema-agents/chat-search'

import { COLD, HOT, MIDDLE } from './fill.ts'

export interface Question {
  readonly what: string
  readonly ask: (on: Handle) => Promise<unknown>
}

export const QUESTIONS: readonly Question[] = [
  { what: 'latest 50, long session', ask: (on) => latestSessionLogs(on, `s${HOT}`) },
  { what: 'latest 50, old session', ask: (on) => latestSessionLogs(on, `s${COLD}`) },
  { what: 'page of 50 in the middle', ask: (on) => sessionLogsAfter(on, `s${HOT}`, MIDDLE) },
  { what: 'chat history, 50, what is remembered', ask: (on) => getChatHistory(on, { session_id: HOT, limit: 50 }) },
  { what: 'context of 10', ask: (on) => getConversationContext(on, { session_id: HOT }) },
  { what: 'count since the marker, 25 000', ask: (on) => countUserMessagesSinceMarker(on, HOT) },
  { what: 'search, a word of 50 messages', ask: (on) => searchMessages(on, 'rare7') },
  { what: 'search, a word that all have', ask: (on) => searchMessages(on, 'fox') },
  { what: 'search, a word of the oldest tenth', ask: (on) => searchMessages(on, 'bygone') },
  { what: 'search, a word of 50, long session', ask: (on) => searchMessages(on, 'rare7', { session_id: HOT }) },
  { what: 'search, a word that all have, old session', ask: (on) => searchMessages(on, 'fox', { session_id: COLD }) },
]
