// Owns: the queries on the table `sessions`, and what their parameters are.
// Must not know: clients.

import { byIndex } from '../../../sql/by-index.ts'
import { exact } from '../../../sql/exact.ts'
import { amount, integer, orNull, text } from '../../../sql/kind.ts'
import type { Part } from '../../../sql/part.ts'
import { everywhere, tableName } from '../../../sql/place.ts'
import { type Query, sql } from '../../../sql/query.ts'
import { advanced } from '../../../sql/revision.ts'
import { moments } from '../../../sql/sortable.ts'
import { goingBy, goingByGrowing, type Sort } from '../../../sql/sorted.ts'
import { assigned, computed, into, selected, slot, values } from '../../../sql/table.ts'
import { type ByValue, type Direction, type Limited, type Walk, walkByValue } from '../../../sql/walk.ts'
import type { SessionRow } from '../rows.ts'
import { sessions, type Timed, users } from '../tables.ts'

/** A session, and what its agent is called. */
export interface SessionOfAgentRow extends SessionRow {
  readonly agent_name: string | null
}

interface Window {
  readonly limit: number
  readonly offset: number
}

/**
 * A query's parameters are listed in the order in which they are bound, on every dialect the same. Lists have those first that were
 * changed last.
 */
export interface SessionQuerySet {
  /** `id, user_id, agent_id, name, platform, metadata, run_finished_at, created_at, updated_at`. */
  readonly insert: Query<Timed<SessionRow>, unknown>
  /** `user_id, agent_id, name, platform, metadata, run_finished_at, updated_at, id`. Sets all of them. */
  readonly update: Query<Omit<Timed<SessionRow>, 'created_at'>, unknown>
  /** `id` → `SessionOfAgentRow`. */
  readonly getById: Query<Pick<SessionRow, 'id'>, SessionOfAgentRow>
  /** `name` → `SessionOfAgentRow`s in the order of their making, of all users. */
  readonly getByName: Query<{ readonly name: string }, SessionOfAgentRow>
  /** `limit, offset` → `SessionOfAgentRow`s. */
  readonly list: Query<Window, SessionOfAgentRow>
  /** `user_id, limit, offset` → `SessionOfAgentRow`s. */
  readonly listByUser: Query<Window & { readonly user_id: string }, SessionOfAgentRow>
  /** `agent_id, limit, offset` → `SessionOfAgentRow`s. */
  readonly listByAgent: Query<Window & { readonly agent_id: number }, SessionOfAgentRow>
  /**
   * `position, arrival, position, limit` → the same with `position`, when it was changed, and `arrival`: those behind that one. From the
   * beginning: `9007199254740991` behind a `position` after all moments, `infinity` on PostgreSQL and the year 9999 elsewhere.
   */
  readonly listPage: Query<ByValue<string> & Limited, SessionOfAgentRow & ByValue<string>>
  /** `user_id, position, arrival, position, limit` → the same. */
  readonly listPageByUser: Query<ByValue<string> & Limited & { readonly user_id: string }, SessionOfAgentRow & ByValue<string>>
  /** `agent_id, position, arrival, position, limit` → the same. */
  readonly listPageByAgent: Query<ByValue<string> & Limited & { readonly agent_id: number }, SessionOfAgentRow & ByValue<string>>
  /** `run_finished_at, updated_at, id`. As with the next two, `updated_at` is later than it was, by a millisecond at least. */
  readonly finish: Query<Pick<Timed<SessionRow>, 'run_finished_at' | 'updated_at' | 'id'>, unknown>
  /** `name, updated_at, id`. Changes nothing where there is a name that is not blank. */
  readonly updateNameIfEmpty: Query<Pick<Timed<SessionRow>, 'name' | 'updated_at' | 'id'>, unknown>
  /** `updated_at, id`: before something is appended to it. */
  readonly touch: Query<Pick<Timed<SessionRow>, 'updated_at' | 'id'>, unknown>
  /** No parameters → `{ total }`. */
  readonly count: Query<unknown, { readonly total: number }>
  /** `user_id` → `{ total }`. */
  readonly countByUser: Query<{ readonly user_id: string }, { readonly total: number }>
  /** `id`. Its messages and memories go too. */
  readonly delete: Query<Pick<SessionRow, 'id'>, unknown>
}

const id = values(sessions, 'id')
const total = computed('total', integer, 'COUNT(*)')
const ofUser = slot('user_id', users.columns.id)
const ofAgent = slot('agent_id', integer)

// Not joined: who reads a session to change it locks its row, and not its agent's.
const agentName: Part<unknown, { readonly agent_name: string | null }> = {
  write: (writer) =>
    writer.select('agent_name', `(SELECT a.name FROM ${tableName(writer.place, 'agents')} a WHERE a.id = s.agent_id)`, orNull(text)),
}

/** What a session is read from; it is called `s` there. */
export const sessionsOfAgents: Query<unknown, SessionOfAgentRow> = sql`SELECT ${selected(sessions, 's')}, ${agentName} FROM ${sessions} s`

type Whose = 'all' | 'user' | 'agent'

/** In which order, and by which index; on PostgreSQL the order of all is none of the other two, so that nobody's are looked for among all. */
const BY: { readonly [Of in Whose]: { readonly index: string; readonly going: (sort: Sort) => Direction } } = {
  all: { index: 'idx_sessions_updated', going: goingBy },
  user: { index: 'idx_sessions_user', going: goingByGrowing },
  agent: { index: 'idx_sessions_agent', going: goingByGrowing },
}

/** `where`: whose, and perhaps more. */
export function sessionPage<Params>(of: Whose, sort: Sort, where?: Part<Params>): Walk<Params, SessionOfAgentRow, ByValue<string>> {
  const { index, going } = BY[of]
  return walkByValue({
    list: 'assistants.sessions',
    select: sql`${selected(sessions, 's')}, ${agentName}`,
    from: sql`FROM ${sessions} s ${byIndex(index)}`,
    where,
    column: everywhere('s.updated_at'),
    by: moments,
    number: everywhere('s.seq'),
    going: going(sort),
  })
}

/** `ORDER BY … LIMIT …` in that order. */
export function sessionWindow(of: Whose, sort: Sort): Part<Window> {
  const { ordered } = BY[of].going(sort)
  return sql`ORDER BY s.updated_at ${ordered}, s.seq ${ordered} LIMIT ${slot('limit', amount)} OFFSET ${slot('offset', amount)}`
}

export const sessionQueries: SessionQuerySet = {
  insert: sql`INSERT INTO ${sessions} (${into(sessions)}) VALUES (${values(sessions)})`,
  update: sql`UPDATE ${sessions} SET
    ${assigned(sessions, 'user_id', 'agent_id', 'name', 'platform', 'metadata', 'run_finished_at', 'updated_at')}
    WHERE id = ${id}`,
  getById: sql`${sessionsOfAgents} WHERE s.id = ${id}`,
  getByName: sql`${sessionsOfAgents} WHERE ${exact('name', text, { column: 's.name' })} ORDER BY s.seq`,
  list: sql`${sessionsOfAgents} ${sessionWindow('all', 'desc')}`,
  listByUser: sql`${sessionsOfAgents} WHERE s.user_id = ${ofUser} ${sessionWindow('user', 'desc')}`,
  listByAgent: sql`${sessionsOfAgents} WHERE s.agent_id = ${ofAgent} ${sessionWindow('agent', 'desc')}`,
  listPage: sessionPage('all', 'desc').query,
  listPageByUser: sessionPage('user', 'desc', sql`s.user_id = ${ofUser}`).query,
  listPageByAgent: sessionPage('agent', 'desc', sql`s.agent_id = ${ofAgent}`).query,
  finish: sql`UPDATE ${sessions} SET ${assigned(sessions, 'run_finished_at')}, ${advanced} WHERE id = ${id}`,
  updateNameIfEmpty: sql`UPDATE ${sessions} SET ${assigned(sessions, 'name')}, ${advanced}
    WHERE id = ${id} AND (name IS NULL OR TRIM(name) = '')`,
  touch: sql`UPDATE ${sessions} SET ${advanced} WHERE id = ${id}`,
  count: sql`SELECT ${total} FROM ${sessions}`,
  countByUser: sql`SELECT ${total} FROM ${sessions} WHERE user_id = ${ofUser}`,
  delete: sql`DELETE FROM ${sessions} WHERE id = ${id}`,
}
