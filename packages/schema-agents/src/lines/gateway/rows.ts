// Owns: the shape of the rows of the line `gateway`.
// Must not know: SQL, clients.

/** Who wrote a message. The table takes any word, so that a reader must expect others. */
export type SenderType = 'user' | 'llm' | (string & Record<never, never>)

export interface SessionRow {
  readonly id: string
  readonly name: string | null
  readonly user_id: string
  readonly agent_id: string | null
  /** Milliseconds since 1970, in UTC. */
  readonly created_time: number
  /** The same: of its last change or message. */
  readonly updated_time: number
}

export interface ChatMessageRow {
  readonly id: string
  readonly session_id: string
  readonly message: string
  /** Milliseconds since 1970, in UTC. Nothing is ordered by it. */
  readonly created_time: number
  readonly sender_type: SenderType | null
  readonly sender_name: string | null
}
