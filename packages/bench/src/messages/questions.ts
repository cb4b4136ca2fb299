// Owns: what is asked of a million messages, through the functions of `@godwit/schema-agents`.
// Must not know: clocks, clients.

import type { Handle } from '@godwit/schema-agents'
import { latestSessionLogs, sessionLogsAfter } from '@godwit/schema-agents/agents'
import { countUserMessagesSinceMarker, getChatHistory, getConversationContext } from '@godwit/schema-agents/chat'

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
]
