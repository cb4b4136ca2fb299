// Owns: which memories of `chat` are asked for where they are looked for by what they mean.
// Must not know: embeddings, distances.

import { equal, together } from '../../sql/given.ts'
import { bool, integer } from '../../sql/kind.ts'
import type { Part } from '../../sql/part.ts'
import { sql } from '../../sql/query.ts'

export interface FindNear {
  /** @defaultValue 10 */
  readonly limit?: number
  /** Of all sessions, and of none, unless given. */
  readonly session_id?: number
  /** @defaultValue false */
  readonly active_only?: boolean
}

/** On the memories, as `m`. Throws `TypeError` on what is no number or no truth value. */
export function inScope({ session_id, active_only = false }: FindNear): Part | undefined {
  bool.encode(active_only, 'active_only')
  if (session_id !== undefined) integer.encode(session_id, 'session_id')
  return together([equal('m.session_id', integer, session_id), active_only ? sql`m.is_active = TRUE` : undefined])
}
