// Owns: the shape of what the queries of the line `chat` return.
// Must not know: SQL, clients.

export interface DbInfoRow {
  readonly key: string
  readonly value: string | null
}

/** Moments are ISO 8601 in UTC to the millisecond, also those that an original database has in another form. */
export interface ChatSessionRow {
  readonly id: number
  readonly title: string | null
  readonly persona_id: string | null
  readonly created_at: string | null
  readonly updated_at: string | null
  /** The last message that went into a memory. Null: none did. 0 is a marker like any other. */
  readonly last_memory_message_id: number | null
}

export interface ChatMessageRow {
  readonly id: number
  readonly session_id: number
  readonly message: string
  readonly is_user: boolean
  readonly timestamp: string | null
  readonly character_name: string | null
}

export interface MemoryRow {
  readonly id: number
  /** Null: of no session, or of one whose chat was cleared. */
  readonly session_id: number | null
  readonly persona_id: string | null
  readonly content: string
  readonly created_at: string | null
  readonly is_active: boolean
  /** The first of the messages that it stands for. Null where it stands for none. */
  readonly start_message_id: number | null
  /** The last of them. */
  readonly end_message_id: number | null
}
