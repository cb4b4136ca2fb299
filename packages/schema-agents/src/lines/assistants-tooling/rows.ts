// Owns: the shape of what the functions of the line `assistants-tooling` return.
// Must not know: SQL, clients.

import type { ServerStatus, ServerType } from './words.ts'

/** ISO 8601 in UTC, to the millisecond. */
interface Timestamps {
  readonly created_at: string
  /** Grows with every change. */
  readonly updated_at: string
}

export interface PromptRow extends Timestamps {
  readonly id: number
  readonly agent_id: number
  readonly prompt_text: string
  /** Of an agent and a key: 1, 2, 3. */
  readonly version: number
  /** At most one of an agent and a key is. */
  readonly is_active: boolean
  readonly is_default_from_code: boolean
  readonly status_key: string
  readonly name: string | null
}

/** `env` is not in it: it holds secrets, see `getMcpServerEnv`. */
export interface McpServerRow extends Timestamps {
  readonly id: number
  readonly name: string
  readonly server_type: ServerType
  readonly description: string | null
  /** A program and its arguments; `stdio` has one. */
  readonly command: readonly string[] | null
  /** `http` has one. */
  readonly http_url: string | null
  readonly auto_start: boolean
  readonly max_retries: number
  readonly timeout_seconds: number
  readonly tags: readonly string[]
  /** Those with a higher one come first. */
  readonly priority: number
  readonly status: ServerStatus
  /** Those that are not are left out of lists. */
  readonly enabled: boolean
  readonly started_at: string | null
  readonly last_error: string | null
  readonly error_count: number
  readonly connection_attempts: number
  readonly last_ping: string | null
  readonly tools_discovered: readonly string[]
  readonly resources_discovered: readonly string[]
  readonly last_started: string | null
  readonly last_stopped: string | null
}

export interface AgentMcpServerRow extends Timestamps {
  readonly id: number
  readonly agent_id: number
  readonly mcp_server_id: number
}
