// Owns: what the package exports, by name.
// Must not know: anything that is not in a line's own folder.

export { agents } from './lines/agents/line.ts'
export { getLatestMigrationId, getMigrationById, getMigrationsUpTo, getPendingMigrations, migrations } from './lines/agents/registry.ts'
export { AgentQueries } from './lines/agents/queries/agent-queries.ts'
export type { AgentQuerySet } from './lines/agents/queries/agent-queries.ts'
export { SessionLogQueries } from './lines/agents/queries/session-log-queries.ts'
export type { SessionLogQuerySet } from './lines/agents/queries/session-log-queries.ts'
export { SessionQueries } from './lines/agents/queries/session-queries.ts'
export type { SessionQuerySet } from './lines/agents/queries/session-queries.ts'
export type { AgentRow, SessionLogRow, SessionRow, SessionWithAgentRow } from './lines/agents/rows.ts'
export type { AgentType, LogRole, LogType, PermissionMode, SessionStatus } from './lines/agents/words.ts'
