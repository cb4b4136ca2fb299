// Owns: what a program does with the line `chat`, by name.
// Must not know: other lines.

export { acrossPersonas, type AcrossPersonas, type SilentPersona } from './across-personas.ts'
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
export { inPersona } from './in-persona.ts'
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
  getAllMemoriesPage,
  getMemory,
  getMemoryRanges,
  type NewMemory,
  saveMemory,
  toggleMemoryStatus,
  updateMemory,
} from './memories.ts'
export { clearChatHistory, type NewMessage, saveMessage, saveMessages } from './messages.ts'
export { type QueryName, queryText } from './named.ts'
export {
  findSessionPersonas,
  getPersonaSummaries,
  getSessionByKey,
  getSessionsOfAll,
  type KeyedSession,
  type PersonaSummary,
} from './persona-sessions.ts'
export type { MigratePersona, OpenPersona, PersonaStore } from './persona-store.ts'
export { getPersonaId, setPersonaId } from './persona.ts'
export { type PersonaFiles, personasInFiles } from './personas-in-files.ts'
export { type PersonaServer, personasOnServer } from './personas-on-server.ts'
export {
  checkPersonaId,
  DEFAULT_PERSONA,
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
export { deleteMessagesBefore, deleteMessagesBeforeId, keepLastMessages } from './retention.ts'
export type { ChatMessageRow, ChatSessionRow, DbInfoRow, MemoryRow } from './rows.ts'
export { parseSessionKey, type PersonaSession, sessionKey } from './session-keys.ts'
export {
  createSession,
  DEFAULT_TITLE,
  deleteSession,
  getAllSessions,
  getAllSessionsPage,
  getCurrentSessionId,
  getSession,
  getSessionPersonaId,
  getSessionSummary,
  sessionExists,
  updateSessionTitle,
} from './sessions.ts'
export { createPersona, type PersonaStart, startAllPersonas } from './start-personas.ts'
