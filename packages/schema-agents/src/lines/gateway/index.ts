// Owns: what a program does with the line `gateway`, by name.
// Must not know: other lines.

export {
  createSessionWithMessage,
  getChatHistory,
  messagesAfter,
  messagesBefore,
  type NewChatMessage,
  type Paging,
  type StoredMessage,
  storeChatMessage,
} from './chat-messages.ts'
export { deleteMessagesBefore, deleteSessionsOlderThan, keepLastMessages } from './retention.ts'
export type { ChatMessageRow, SenderType, SessionRow } from './rows.ts'
export { createSession, deleteSession, getSession, getSessions, getSessionsPage, type NewSession, updateSession } from './sessions.ts'
