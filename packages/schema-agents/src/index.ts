// Owns: what the package exports, by name.
// Must not know: anything that is not in a line's own folder.

export { agents, agentsLine } from './lines/agents/line.ts'
export { getLatestMigrationId, getMigrationById, getMigrationsUpTo, getPendingMigrations, migrations } from './lines/agents/registry.ts'
export { AgentQueries, agentQueries } from './lines/agents/queries/agent-queries.ts'
export type { AgentQuerySet } from './lines/agents/queries/agent-queries.ts'
export { SessionLogQueries, sessionLogQueries } from './lines/agents/queries/session-log-queries.ts'
export type { SessionLogQuerySet } from './lines/agents/queries/session-log-queries.ts'
export { SessionQueries, sessionQueries } from './lines/agents/queries/session-queries.ts'
export type { SessionQuerySet } from './lines/agents/queries/session-queries.ts'
export type { AgentRow, SessionLogRow, SessionRow, SessionWithAgentRow } from './lines/agents/rows.ts'
export type { AgentType, LogRole, LogType, PermissionMode, SessionStatus } from './lines/agents/words.ts'
export { type Handle, handle, within } from './sql/handle.ts'
export type { Json } from './sql/kind.ts'
export { isNotAllowed, NotAllowed } from './sql/not-allowed.ts'
export type { Listed, Window } from './sql/page.ts'
export type { Names, PerDialect, Place } from './sql/place.ts'
export { type Query, type Statement, type Texts, texts } from './sql/query.ts'
