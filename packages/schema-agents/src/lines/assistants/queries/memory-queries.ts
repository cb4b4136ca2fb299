// Owns: the queries on the table `memories`, and what their parameters are.
// Must not know: clients.

import { exact } from '../../../sql/exact.ts'
import { integer, orNull } from '../../../sql/kind.ts'
import type { Part } from '../../../sql/part.ts'
import { type Query, sql } from '../../../sql/query.ts'
import { same } from '../../../sql/same.ts'
import { byCodePoint } from '../../../sql/sorted.ts'
import { assigned, computed, into, selected, slot, values } from '../../../sql/table.ts'
import type { MemoryRow } from '../rows.ts'
import { memories, sessions, type Timed, users } from '../tables.ts'

export type InScope = Pick<MemoryRow, 'name' | 'agent_id' | 'user_id' | 'session_id'>

/** A query's parameters are listed in the order in which they are bound, on every dialect the same. Lists are ordered by name. */
export interface MemoryQuerySet {
  /**
   * The 12 columns: `id, name, description, content, session_id, user_id, agent_id, read_mode, access, metadata, created_at,
   * updated_at`. Nothing keeps two of one name apart here: `createMemory` does.
   */
  readonly insert: Query<Timed<MemoryRow>, unknown>
  /** `description, content, read_mode, access, metadata, updated_at, id`. Sets all of them; name and scope stay. */
  readonly update: Query<Pick<Timed<MemoryRow>, MemoryContent | 'updated_at' | 'id'>, unknown>
  /** `id` → `MemoryRow`. */
  readonly getById: Query<Pick<MemoryRow, 'id'>, MemoryRow>
  /** `name, agent_id, user_id, session_id` → `MemoryRow` in exactly that scope: null is none, and not any. */
  readonly getByName: Query<InScope, MemoryRow>
  /** `user_id` → `MemoryRow`s. */
  readonly listByUser: Query<{ readonly user_id: string }, MemoryRow>
  /** `agent_id` → `MemoryRow`s. */
  readonly listByAgent: Query<{ readonly agent_id: number }, MemoryRow>
  /** `session_id` → `MemoryRow`s. */
  readonly listBySession: Query<{ readonly session_id: string }, MemoryRow>
  /** No parameters → `{ total }`. */
  readonly count: Query<unknown, { readonly total: number }>
  /** `id`. */
  readonly delete: Query<Pick<MemoryRow, 'id'>, unknown>
}

type MemoryContent = 'description' | 'content' | 'read_mode' | 'access' | 'metadata'

const id = values(memories, 'id')
const from = sql`SELECT ${selected(memories)} FROM ${memories}`

export const byName: Part = sql`ORDER BY name ${byCodePoint}, seq`

export const memoryQueries: MemoryQuerySet = {
  insert: sql`INSERT INTO ${memories} (${into(memories)}) VALUES (${values(memories)})`,
  update: sql`UPDATE ${memories} SET
    ${assigned(memories, 'description', 'content', 'read_mode', 'access', 'metadata', 'updated_at')} WHERE id = ${id}`,
  getById: sql`${from} WHERE id = ${id}`,
  getByName: sql`${from} WHERE ${exact('name', memories.columns.name)} AND agent_id ${same} ${slot('agent_id', orNull(integer))}
    AND user_id ${same} ${slot('user_id', orNull(users.columns.id))} AND session_id ${same} ${slot('session_id', orNull(sessions.columns.id))} ORDER BY seq`,
  listByUser: sql`${from} WHERE user_id = ${slot('user_id', users.columns.id)} ${byName}`,
  listByAgent: sql`${from} WHERE agent_id = ${slot('agent_id', integer)} ${byName}`,
  listBySession: sql`${from} WHERE session_id = ${slot('session_id', sessions.columns.id)} ${byName}`,
  count: sql`SELECT ${computed('total', integer, 'COUNT(*)')} FROM ${memories}`,
  delete: sql`DELETE FROM ${memories} WHERE id = ${id}`,
}
