// Owns: what a program does with the line `agents`, by name.
// Must not know: other lines.

export {
  type Agent,
  type AgentChanges,
  agentExists,
  createAgent,
  deleteAgent,
  getAgent,
  listAgents,
  listAgentsPage,
  type NewAgent,
  updateAgent,
} from './agents.ts'
export { deleteSessionLogsBefore, deleteSessionLogsBeforeId, keepLastSessionLogs } from './retention.ts'
export {
  appendSessionLogs,
  deleteSessionLog,
  deleteSessionLogs,
  getSessionLog,
  latestSessionLogs,
  listSessionLogs,
  type NewSessionLog,
  type SessionLog,
  sessionLogsAfter,
  sessionLogsBefore,
  updateSessionLog,
} from './session-logs.ts'
export type { DocumentedStatus } from './session-statuses.ts'
export {
  createSession,
  deleteSession,
  getSession,
  getSessionWithAgent,
  listSessions,
  listSessionsPage,
  type NewSession,
  type Session,
  type SessionChanges,
  sessionExists,
  setSessionStatus,
  updateSession,
} from './sessions.ts'
