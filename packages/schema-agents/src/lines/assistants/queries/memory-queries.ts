// Owns: the queries on the table `memories`, and what their parameters are.
// Must not know: clients.

import { byIndex } from '../../../sql/by-index.ts'
import { exact } from '../../../sql/exact.ts'
import { integer, orNull } from '../../../sql/kind.ts'
import type { Part } from '../../../sql/part.ts'
import { everywhere } from '../../../sql/place.ts'
import { type Query, sql } from '../../../sql/query.ts'
import { same } from '../../../sql/same.ts'
import { names } from '../../../sql/sortable.ts'
import { byCodePoint, codePoints } from '../../../sql/sorted.ts'
import { assigned, computed, into, selected, slot, values } from '../../../sql/table.ts'
import { type ByValue, type Direction, type Limited, UP, UP_GROWING, type Walk, walkByValue } from '../../../sql/walk.ts'
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
  /**
   * `position, arrival, position, limit` → `MemoryRow`s of all scopes with `position`, the name, and `arrival`: those behind that one, from the
   * beginning `''` and `0`.
   */
  readonly listPage: Query<ByValue<string> & Limited, MemoryRow & ByValue<string>>
  /** `user_id, position, arrival, position, limit` → the same of a user. */
  readonly listPageByUser: Query<ByValue<string> & Limited & { readonly user_id: string }, MemoryRow & ByValue<string>>
  /** `agent_id, position, arrival, position, limit` → the same of an agent. */
  readonly listPageByAgent: Query<ByValue<string> & Limited & { readonly agent_id: number }, MemoryRow & ByValue<string>>
  /** `session_id, position, arrival, position, limit` → the same of a session. */
  readonly listPageBySession: Query<ByValue<string> & Limited & { readonly session_id: string }, MemoryRow & ByValue<string>>
  /** No parameters → `{ total }`. */
  readonly count: Query<unknown, { readonly total: number }>
  /** `id`. */
  readonly delete: Query<Pick<MemoryRow, 'id'>, unknown>
}

type MemoryContent = 'description' | 'content' | 'read_mode' | 'access' | 'metadata'

const id = values(memories, 'id')
const ofUser = sql`user_id = ${slot('user_id', users.columns.id)}`
const ofAgent = sql`agent_id = ${slot('agent_id', integer)}`
const ofSession = sql`session_id = ${slot('session_id', sessions.columns.id)}`
const from = sql`SELECT ${selected(memories)} FROM ${memories}`

export const byName: Part = sql`ORDER BY name ${byCodePoint}, seq`

type Whose = 'all' | 'user' | 'agent' | 'session'

/** By which index, and in which order: on PostgreSQL that of all is none of the others, so that nobody's are looked for among all. */
const BY: { readonly [Of in Whose]: { readonly index: Part; readonly going: Direction } } = {
  all: { index: byIndex('idx_memories_name'), going: UP },
  user: { index: byIndex({ sqlite: 'idx_memories_user', mysql: 'idx_memories_user' }), going: UP_GROWING },
  agent: { index: byIndex('idx_memories_agent_name'), going: UP_GROWING },
  session: { index: byIndex({ sqlite: 'idx_memories_session', mysql: 'idx_memories_session' }), going: UP_GROWING },
}

/** `where`: whose, and perhaps more. */
export function memoryPage<Params>(of: Whose, where?: Part<Params>): Walk<Params, MemoryRow, ByValue<string>> {
  const { index, going } = BY[of]
  return walkByValue({
    list: 'assistants.memories',
    select: selected(memories),
    from: sql`FROM ${memories} ${index}`,
    where,
    column: codePoints('name'),
    by: names,
    number: everywhere('seq'),
    going,
  })
}

export const memoryQueries: MemoryQuerySet = {
  insert: sql`INSERT INTO ${memories} (${into(memories)}) VALUES (${values(memories)})`,
  update: sql`UPDATE ${memories} SET
    ${assigned(memories, 'description', 'content', 'read_mode', 'access', 'metadata', 'updated_at')} WHERE id = ${id}`,
  getById: sql`${from} WHERE id = ${id}`,
  getByName: sql`${from} WHERE ${exact('name', memories.columns.name)} AND agent_id ${same} ${slot('agent_id', orNull(integer))}
    AND user_id ${same} ${slot('user_id', orNull(users.columns.id))} AND session_id ${same} ${slot('session_id', orNull(sessions.columns.id))} ORDER BY seq`,
  listByUser: sql`${from} WHERE ${ofUser} ${byName}`,
  listByAgent: sql`${from} WHERE ${ofAgent} ${byName}`,
  listBySession: sql`${from} WHERE ${ofSession} ${byName}`,
  listPage: memoryPage('all').query,
  listPageByUser: memoryPage('user', ofUser).query,
  listPageByAgent: memoryPage('agent', ofAgent).query,
  listPageBySession: memoryPage('session', ofSession).query,
  count: sql`SELECT ${computed('total', integer, 'COUNT(*)')} FROM ${memories}`,
  delete: sql`DELETE FROM ${memories} WHERE id = ${id}`,
}
