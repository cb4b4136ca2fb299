// Owns: the shape of what the queries of the line `agents` return.
// Must not know: SQL, clients. A client hands out rows as it likes; these are their columns and values.

import type { AgentType, LogRole, LogType, PermissionMode, SessionStatus } from './words.ts'

/** What an agent has and a session may override. Those marked JSON are text; nothing is parsed on the way out. */
interface Settings {
  readonly plan_model: string | null
  readonly small_model: string | null
  /** JSON array of tool ids. */
  readonly built_in_tools: string | null
  /** JSON array of MCP tool ids. */
  readonly mcps: string | null
  /** JSON array of knowledge base ids. */
  readonly knowledges: string | null
  /** JSON object. */
  readonly configuration: string | null
  /** JSON array of directories. */
  readonly accessible_paths: string | null
  readonly permission_mode: PermissionMode | null
  readonly max_steps: number | null
}

/**
 * Text as the writer bound it, ISO 8601 in UTC where `toISOString()` is used throughout. A row that was inserted by
 * hand without it has SQLite's `CURRENT_TIMESTAMP` form, `2026-11-20 09:37:14`, which sorts before any ISO text of the
 * same day.
 */
interface Timestamps {
  readonly created_at: string | null
  readonly updated_at: string | null
}

/** A row of `AgentQueries.getById` and `AgentQueries.list`. */
export interface AgentRow extends Settings, Timestamps {
  readonly id: string
  readonly type: AgentType
  readonly name: string
  readonly description: string | null
  readonly avatar: string | null
  readonly instructions: string | null
  readonly model: string
}

/** A row of the lists of `SessionQueries`. A setting that is null is the agent's. */
export interface SessionRow extends Settings, Timestamps {
  readonly id: string
  readonly name: string | null
  readonly main_agent_id: string
  /** JSON array of agent ids. */
  readonly sub_agent_ids: string | null
  readonly user_goal: string | null
  readonly status: SessionStatus
  readonly external_session_id: string | null
  readonly model: string | null
}

/** What a session runs with: its own setting where it has one, else its agent's. */
type EffectiveSettings = { readonly [Name in keyof Settings as `effective_${Name}`]: Settings[Name] } & {
  readonly effective_model: string | null
}

/** The row of `SessionQueries.getSessionWithAgent`. */
export type SessionWithAgentRow = SessionRow &
  EffectiveSettings & {
    /** Null only where foreign keys were off and the agent is gone, as the other `agent_` columns. */
    readonly agent_name: string | null
    readonly agent_description: string | null
    readonly agent_avatar: string | null
    readonly agent_instructions: string | null
    readonly agent_created_at: string | null
    readonly agent_updated_at: string | null
  }

/** A row of the lists of `SessionLogQueries`. */
export interface SessionLogRow extends Timestamps {
  readonly id: number
  readonly session_id: string
  /** The entry that this one answers. */
  readonly parent_id: number | null
  readonly role: LogRole
  readonly type: LogType
  /** JSON. */
  readonly content: string
  /** JSON. */
  readonly metadata: string | null
}
