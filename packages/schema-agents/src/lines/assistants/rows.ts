// Owns: the shape of what the queries of the line `assistants` return.
// Must not know: SQL, clients.

import type { Json } from '../../sql/kind.ts'

/** ISO 8601 in UTC, to the millisecond. */
interface Timestamps {
  readonly created_at: string
  readonly updated_at: string
}

export interface UserRow extends Timestamps {
  readonly id: string
  /** Trimmed and in small letters, where it was written by this package. */
  readonly email: string | null
  readonly phone_number: string | null
  readonly user_data: Json
}

export interface AgentRow extends Timestamps {
  readonly id: number
  readonly name: string
  readonly type: string
  readonly model: string
  readonly description: string | null
  readonly version: string | null
  readonly config: Json
  /** Those that are not are left out of lists. */
  readonly active: boolean
  readonly run_id: number
  readonly system_prompt: string | null
  /** Of `prompts`, which the line `assistants-tooling` has. */
  readonly active_default_prompt_id: number | null
}

export interface SessionRow extends Timestamps {
  readonly id: string
  /** Null: nobody's, or of a user who was deleted. */
  readonly user_id: string | null
  readonly agent_id: number | null
  readonly name: string | null
  readonly platform: string | null
  readonly metadata: Json
  readonly run_finished_at: string | null
}

export interface MessageRow extends Timestamps {
  readonly id: string
  readonly session_id: string
  readonly user_id: string | null
  readonly agent_id: number | null
  /** `user`, `assistant`, `system`; others may be written. */
  readonly role: string
  readonly text_content: string | null
  readonly media_url: string | null
  readonly mime_type: string | null
  readonly message_type: string | null
  readonly raw_payload: Json
  /** A list as a rule; an object where a program writes one. */
  readonly tool_calls: Json
  readonly tool_outputs: Json
  readonly context: Json
  readonly channel_payload: Json
  readonly system_prompt: string | null
  readonly user_feedback: string | null
  readonly flagged: string | null
}

/** A message with its place in the order of all messages: within a session, the order in which they were committed. */
export interface NumberedMessageRow extends MessageRow {
  readonly seq: number
}

/** Its scope is the agent, the user and the session, each of which may be null. */
export interface MemoryRow extends Timestamps {
  readonly id: string
  readonly name: string
  readonly description: string | null
  readonly content: string | null
  readonly session_id: string | null
  /** Null: of all users. */
  readonly user_id: string | null
  readonly agent_id: number | null
  readonly read_mode: string | null
  readonly access: string | null
  readonly metadata: Json
}
