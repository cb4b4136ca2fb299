// Owns: what a program does with the line `agent-state`, by name.
// Must not know: other lines.

export { type Appended, appendEvent, latestEvents, listEvents, type NewEvent } from './events.ts'
export { deleteEventsBefore, keepLastEvents } from './retention.ts'
export type { EventRow, SessionKey, SessionRow, State } from './rows.ts'
export { createSession, deleteSession, getSession, listSessions, listSessionsPage, type NewSession, type Session } from './sessions.ts'
