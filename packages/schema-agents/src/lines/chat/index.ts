// Owns: what a program does with the line `chat`, by name.
// Must not know: other lines.

export { getMaxMessageId, getMessageCount, getTotalMessageCount } from './counters.ts'
export {
  type ContextMessage,
  getChatHistory,
  getConversationContext,
  type HistoryMessage,
  type HistoryWindow,
  messagesAfter,
  messagesBefore,
} from './history.ts'
export {
  countUserMessagesSinceMarker,
  getLastMemoryMessageId,
  getMessagesSinceMarker,
  setLastMemoryMessageId,
  type SinceMarker,
} from './markers.ts'
export {
  deleteMemory,
  getActiveMemories,
  getAllMemories,
  getMemory,
  getMemoryRanges,
  type NewMemory,
  saveMemory,
  toggleMemoryStatus,
  updateMemory,
} from './memories.ts'
export { clearChatHistory, type NewMessage, saveMessage, saveMessages } from './messages.ts'
export { type QueryName, queryText } from './named.ts'
export { getPersonaId, setPersonaId } from './persona.ts'
export {
  checkPersonaId,
  personaFile,
  personaFilesToDelete,
  personaName,
  personaNameToDrop,
  personaOfFile,
  personaOfName,
} from './personas.ts'
export { ChatQueries, chatQueries, type ChatQuerySet } from './queries/chat-queries.ts'
export { MemoryQueries, memoryQueries, type MemoryQuerySet } from './queries/memory-queries.ts'
export { SessionQueries, sessionQueries, type SessionQuerySet } from './queries/session-queries.ts'
export { deleteMessagesBefore, keepLastMessages } from './retention.ts'
export type { ChatMessageRow, ChatSessionRow, DbInfoRow, MemoryRow } from './rows.ts'
export {
  createSession,
  DEFAULT_TITLE,
  deleteSession,
  getAllSessions,
  getCurrentSessionId,
  getSession,
  getSessionPersonaId,
  getSessionSummary,
  sessionExists,
  updateSessionTitle,
} from './sessions.ts'
