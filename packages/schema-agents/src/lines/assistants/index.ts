// Owns: what a program does with the line `assistants`, by name.
// Must not know: other lines.

export {
  type Agent,
  type AgentChanges,
  createAgent,
  deleteAgent,
  getAgent,
  getAgentByName,
  incrementAgentRunId,
  listAgents,
  listAgentsPage,
  type NewAgent,
  registerAgent,
  updateAgent,
} from './agents.ts'
export { clearAssistants } from './clear.ts'
export { createDatabase } from './create-database.ts'
export { generateUuid, safeUuid } from './ids.ts'
export {
  createMemory,
  deleteMemory,
  getMemory,
  getMemoryByName,
  type Memory,
  type MemoryChanges,
  type NewMemory,
  type Scope,
  updateMemory,
} from './memories.ts'
export { listMemories, listMemoriesPage, type MemoryFilter, type MemoryScope } from './memory-lists.ts'
export {
  countMessages,
  deleteSessionMessages,
  getSystemPrompt,
  listMessages,
  listSessionMessages,
  messagesAfter,
  messagesBefore,
  type Sorted,
} from './message-lists.ts'
export { createMessage, deleteMessage, getMessage, type Message, type MessageChanges, type NewMessage, updateMessage } from './messages.ts'
export { type AgentQuerySet, agentQueries } from './queries/agent-queries.ts'
export { type MemoryQuerySet, memoryQueries } from './queries/memory-queries.ts'
export { type MessageQuerySet, messageQueries } from './queries/message-queries.ts'
export { type SessionOfAgentRow, type SessionQuerySet, sessionQueries } from './queries/session-queries.ts'
export { type UserQuerySet, userQueries } from './queries/user-queries.ts'
export { deleteMessagesBefore, keepLastMessages } from './retention.ts'
export type { AgentRow, MemoryRow, MessageRow, NumberedMessageRow, SessionRow, UserRow } from './rows.ts'
export {
  linkSessionToAgent,
  type ListedSession,
  listSessions,
  listSessionsPage,
  type SessionFilter,
  type SessionsOnward,
} from './session-lists.ts'
export {
  createSession,
  deleteSession,
  finishSession,
  getSession,
  getSessionByName,
  type NewSession,
  type Session,
  type SessionChanges,
  updateSession,
  updateSessionNameIfEmpty,
} from './sessions.ts'
export {
  createUser,
  deleteUser,
  ensureDefaultUserExists,
  getUser,
  getUserByEmail,
  getUserByIdentifier,
  listUsers,
  listUsersPage,
  type NewUser,
  type User,
  type UserChanges,
  updateUser,
  updateUserData,
} from './users.ts'
export { verifyReadWrite } from './verify-read-write.ts'
