// Owns: the shape of the rows of the line `agent-state`.
// Must not know: SQL, clients.

import type { Json } from '../../sql/kind.ts'

export type State = { readonly [key: string]: Json }

/** Which session is meant: ids are unique to a user of an app only. */
export interface SessionKey {
  readonly app_name: string
  readonly user_id: string
  readonly id: string
}

export interface SessionRow extends SessionKey {
  /** The session's own part of it. */
  readonly state: Json
  /** ISO 8601 in UTC. */
  readonly create_time: string
  /** The same. It grows with every event, so that it also tells one state of a session from the next. */
  readonly update_time: string
}

export interface EventRow {
  readonly id: string
  readonly app_name: string
  readonly user_id: string
  readonly session_id: string
  readonly invocation_id: string
  /** `user`, or the name of an agent. */
  readonly author: string
  readonly actions: Json
  /** An array of ids. */
  readonly long_running_tool_ids_json: Json
  readonly branch: string | null
  /** ISO 8601 in UTC. Nothing is ordered by it. */
  readonly timestamp: string
  readonly content: Json
  readonly grounding_metadata: Json
  readonly partial: boolean | null
  readonly turn_complete: boolean | null
  readonly error_code: string | null
  readonly error_message: string | null
  readonly interrupted: boolean | null
  readonly input_transcription: Json
  readonly output_transcription: Json
  readonly custom_metadata: Json
  readonly usage_metadata: Json
  readonly citation_metadata: Json
}
