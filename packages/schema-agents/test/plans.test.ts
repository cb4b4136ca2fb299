// Owns: how messages are found where there are many: through the index that was made for it, in order, and no further than the page.
// Must not know: what the rows are.

import type { DialectFamily } from '@godwit/core'
import { agents, agentsSearch, agentState, chat, chatSearch, gateway, gatewaySearch } from '../src/index.ts'
import { deleteEventsBefore, keepLastEvents, latestEvents, listEvents } from '../src/lines/agent-state/index.ts'
import { searchSessionLogs } from '../src/lines/agents-search/index.ts'
import {
  deleteSessionLogsBefore,
  keepLastSessionLogs,
  latestSessionLogs,
  listSessionLogs,
  sessionLogsAfter,
  sessionLogsBefore,
} from '../src/lines/agents/index.ts'
import { memoryQueries } from '../src/lines/chat/queries/memory-queries.ts'
import * as chats from '../src/lines/chat/index.ts'
import * as chatSearches from '../src/lines/chat-search/index.ts'
import * as gateways from '../src/lines/gateway/index.ts'
import * as gatewaySearches from '../src/lines/gateway-search/index.ts'
import { first } from '../src/sql/handle.ts'
import { everywhere } from '../src/sql/place.ts'
import { at, BEFORE_ALL, BODY, COLD, named, OLD, ROWS, SESSION_OF, worded } from './many-messages.ts'
import { type Filled, plannedAsDeclared } from './planned.ts'
import { searches } from './searches.ts'

const MIDDLE = ROWS / 2

const LOGS = { session_logs: ['idx_session_logs_session_id'] }
const ofAgents: Filled = {
  line: agents,
  tables: ['sessions', 'session_logs'],
  async fill(on) {
    const { place, run } = on
    await run(`INSERT INTO agents (id, name, model) VALUES ('a', 'a', 'm')`)
    await run(`INSERT INTO sessions (id, main_agent_id) SELECT ${named(place.dialect, SESSION_OF)}, 'a' FROM numbers GROUP BY 1`)
    await run(`INSERT INTO session_logs (session_id, role, type, content)
      SELECT ${named(place.dialect, SESSION_OF)}, 'user', 'message', ${quoted(place.dialect)} FROM numbers ORDER BY n`)
  },
  asked: {
    latestSessionLogs: { send: (on, n) => latestSessionLogs(on, `s${n}`), through: LOGS, read: 60 },
    sessionLogsAfter: { send: (on, n) => sessionLogsAfter(on, `s${n}`, at(n)), through: LOGS, from: 'number', read: 60 },
    sessionLogsBefore: { send: (on, n) => sessionLogsBefore(on, `s${n}`, at(n)), through: LOGS, from: 'number', read: 60 },
    'deleteSessionLogsBefore of a session': {
      send: (on, n) => deleteSessionLogsBefore(on, BEFORE_ALL, `s${n}`),
      through: { session_logs: [...LOGS.session_logs, 'idx_session_logs_created_at'] },
      from: 'number',
      sorted: 'always',
    },
    keepLastSessionLogs: { send: (on, n) => keepLastSessionLogs(on, `s${n}`, ROWS), through: LOGS },
    'listSessionLogs and its count': { send: (on, n) => listSessionLogs(on, `s${n}`), through: LOGS },
  },
}

/** The same text as JSON. */
function quoted(dialect: DialectFamily): string {
  return dialect === 'mysql' ? `CONCAT('"', ${worded(dialect)}, '"')` : `'"' || ${worded(dialect)} || '"'`
}

const MESSAGES = { chat_messages: ['idx_session_id'] }
const HISTORY = { ...MESSAGES, memories: ['idx_memory_range', 'idx_memory_end', 'idx_memory_session'] }
const ofChat: Filled = {
  line: chat,
  tables: ['chat_sessions', 'chat_messages', 'memories'],
  async fill({ place, run }) {
    const updated = {
      sqlite: `strftime('%Y-%m-%dT%H:%M:%fZ', MAX(n), 'unixepoch')`,
      postgres: 'to_timestamp(MAX(n))',
      mysql: 'FROM_UNIXTIME(MAX(n))',
    }
    await run(`INSERT INTO chat_sessions (id, last_memory_message_id, updated_at)
      SELECT ${SESSION_OF}, ${MIDDLE}, ${updated[place.dialect]} FROM numbers GROUP BY 1`)
    await run(`UPDATE chat_sessions SET last_memory_message_id = ${at(COLD)} WHERE id = ${COLD}`)
    await run(`UPDATE chat_sessions SET last_memory_message_id = ${at(OLD)} WHERE id = ${OLD}`)
    const isUser = place.dialect === 'postgres' ? 'n % 2 = 0' : 'CASE WHEN n % 2 = 0 THEN 1 ELSE 0 END'
    await run(`INSERT INTO chat_messages (session_id, message, is_user)
      SELECT ${SESSION_OF}, ${worded(place.dialect)}, ${isUser} FROM numbers ORDER BY n`)
    await run(`INSERT INTO memories (session_id, content, start_message_id, end_message_id)
      SELECT ${SESSION_OF}, 'x', n, n + 20 FROM numbers WHERE n % 109 = 0`)
  },
  asked: {
    getChatHistory: { send: (on, n) => chats.getChatHistory(on, { session_id: n }), through: HISTORY },
    getConversationContext: { send: (on, n) => chats.getConversationContext(on, { session_id: n }), through: MESSAGES, read: 20 },
    messagesAfter: { send: (on, n) => chats.messagesAfter(on, n, at(n)), through: MESSAGES, from: 'number', read: 60 },
    messagesBefore: { send: (on, n) => chats.messagesBefore(on, n, at(n)), through: MESSAGES, from: 'number', read: 60 },
    getMessagesSinceMarker: { send: (on, n) => chats.getMessagesSinceMarker(on, n), through: MESSAGES, from: 'number' },
    countUserMessagesSinceMarker: {
      send: (on, n) => chats.countUserMessagesSinceMarker(on, n),
      through: { chat_messages: ['idx_message_role', 'idx_session_id'] },
      from: 'number',
    },
    'deleteMessagesBefore of a session': {
      send: (on, n) => chats.deleteMessagesBefore(on, BEFORE_ALL, n),
      through: MESSAGES,
      from: 'number',
      sorted: 'always',
    },
    keepLastMessages: { send: (on, n) => chats.keepLastMessages(on, n, ROWS), through: MESSAGES },
    getMessageCount: { send: (on, n) => chats.getMessageCount(on, n), through: MESSAGES },
    getMaxMessageId: { send: (on, n) => chats.getMaxMessageId(on, n), through: MESSAGES, read: 5 },
    getMemoryRanges: { send: (on, n) => chats.getMemoryRanges(on, n), through: { memories: HISTORY.memories }, sorted: 'always' },
    get_max_end_message_id: {
      send: (on, n) => first(on, memoryQueries.get_max_end_message_id, { session_id: n }),
      through: { memories: ['idx_memory_end'] },
    },
    getCurrentSessionId: {
      send: (on) => chats.getCurrentSessionId(on),
      through: { ...MESSAGES, chat_sessions: ['idx_session_updated', 'id'] },
      sorted: 'always',
      read: 20,
    },
  },
}

const ofSession = {
  sqlite: 'ix_chat_messages_session_id',
  postgres: 'ix_chat_messages_session_id_seq',
  mysql: 'ix_chat_messages_session_id_seq',
}
/** The message that is gone on from is looked up by its key. */
const SAID = {
  chat_messages: { sqlite: [ofSession.sqlite, 'id'], postgres: [ofSession.postgres, 'id'], mysql: [ofSession.mysql, 'id'] },
}
/** All of a session is read; PostgreSQL may take any index and put the rows into order afterwards. */
const WHOLE = { chat_messages: { ...SAID.chat_messages, postgres: [...SAID.chat_messages.postgres, 'ix_chat_messages_session_id'] } }
const OWNED = { sessions: ['ix_sessions_user_id_updated_time', 'ix_sessions_user_id_updated_time_seq', 'ix_sessions_user_id'] }
const ofGateway: Filled = {
  line: gateway,
  tables: ['sessions', 'chat_messages'],
  async fill({ place, run }) {
    const session = named(place.dialect, SESSION_OF)
    await run(`INSERT INTO sessions (id, user_id, created_time, updated_time)
      SELECT ${session}, CASE WHEN MIN(n) % 3 = 0 THEN 'one' ELSE 'other' END, MIN(n), MIN(n) FROM numbers GROUP BY 1`)
    await run(`INSERT INTO chat_messages (id, session_id, message, created_time, sender_type, sender_name)
      SELECT ${named(place.dialect, 'n')}, ${session}, ${worded(place.dialect)}, n, 'user', 'x' FROM numbers ORDER BY n`)
  },
  asked: {
    getChatHistory: { send: (on, n) => gateways.getChatHistory(on, `s${n}`), through: WHOLE, sorted: 'always' },
    'messagesAfter, from the beginning': { send: (on, n) => gateways.messagesAfter(on, `s${n}`, null), through: SAID, read: 60 },
    'messagesBefore, from the end': { send: (on, n) => gateways.messagesBefore(on, `s${n}`, null), through: SAID, read: 60 },
    messagesAfter: { send: (on, n) => gateways.messagesAfter(on, `s${n}`, `s${at(n)}`), through: SAID, from: 'number', read: 60 },
    messagesBefore: { send: (on, n) => gateways.messagesBefore(on, `s${n}`, `s${at(n)}`), through: SAID, from: 'number', read: 60 },
    'deleteMessagesBefore of a session': {
      send: (on, n) => gateways.deleteMessagesBefore(on, BEFORE_ALL, `s${n}`),
      through: { chat_messages: { ...SAID.chat_messages, postgres: [...SAID.chat_messages.postgres, 'ix_chat_messages_created_time'] } },
      from: 'number',
      sorted: 'always',
    },
    keepLastMessages: { send: (on, n) => gateways.keepLastMessages(on, `s${n}`, ROWS), through: SAID },
    'getSessions of a user': { send: (on) => gateways.getSessions(on, { user_id: 'one' }), through: OWNED, sorted: 'without statistics' },
  },
}

const EVENTS = { events: ['idx_events_app_user_session_arrival', 'id', 'idx_events_app_user_session_ts'] }
const key = (n: number) => ({ app_name: 'app', user_id: 'one', id: `s${n}` })
const ofAgentState: Filled = {
  line: agentState,
  tables: ['sessions', 'events'],
  async fill({ place, run }) {
    const session = named(place.dialect, SESSION_OF)
    const now = place.dialect === 'sqlite' ? `'2026-11-29T10:00:00.000Z'` : 'CURRENT_TIMESTAMP'
    await run(`INSERT INTO sessions (app_name, user_id, id, state, create_time, update_time)
      SELECT 'app', 'one', ${session}, '{}', ${now}, ${now} FROM numbers GROUP BY 3`)
    await run(`INSERT INTO events (id, app_name, user_id, session_id, invocation_id, author, actions, timestamp, content)
      SELECT ${named(place.dialect, 'n')}, 'app', 'one', ${session}, '', 'user', '{}', ${now}, '"${BODY}"' FROM numbers ORDER BY n`)
  },
  asked: {
    'listEvents, from the beginning': { send: (on, n) => listEvents(on, key(n)), through: EVENTS, sorted: 'without statistics', read: 60 },
    listEvents: {
      send: (on, n) => listEvents(on, key(n), { after: `s${at(n)}` }),
      through: EVENTS,
      sorted: 'without statistics',
      from: 'number',
      read: 60,
    },
    'deleteEventsBefore of a session': {
      send: (on, n) => deleteEventsBefore(on, BEFORE_ALL, key(n)),
      through: EVENTS,
      sorted: 'always',
    },
    keepLastEvents: { send: (on, n) => keepLastEvents(on, key(n), ROWS), through: EVENTS, sorted: 'without statistics' },
    latestEvents: { send: (on, n) => latestEvents(on, key(n)), through: EVENTS, sorted: 'without statistics', read: 60 },
  },
}

const ofAgentsSearch: Filled = {
  ...ofAgents,
  addOn: agentsSearch,
  asked: searches(
    (on, words, n) => searchSessionLogs(on, words, n === undefined ? {} : { session_id: `s${n}` }),
    'session_logs',
    everywhere('idx_session_logs_session_id'),
  ),
}
const ofChatSearch: Filled = {
  ...ofChat,
  addOn: chatSearch,
  asked: searches(
    (on, words, n) => chatSearches.searchMessages(on, words, n === undefined ? {} : { session_id: n }),
    'chat_messages',
    everywhere('idx_session_id'),
  ),
}
const ofGatewaySearch: Filled = {
  ...ofGateway,
  addOn: gatewaySearch,
  asked: searches(
    (on, words, n) => gatewaySearches.searchMessages(on, words, n === undefined ? {} : { session_id: `s${n}` }),
    'chat_messages',
    ofSession,
  ),
}

for (const filled of [ofAgents, ofChat, ofGateway, ofAgentState, ofAgentsSearch, ofChatSearch, ofGatewaySearch]) plannedAsDeclared(filled)
