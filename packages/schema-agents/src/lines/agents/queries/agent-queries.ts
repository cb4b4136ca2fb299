// Owns: the queries on the table `agents`, and what their parameters are.
// Must not know: clients. Text and parameters go to whatever `execute` the caller has.

import { ARRIVAL, arrival } from '../../../sql/arrival.ts'
import { backwards } from '../../../sql/in-order.ts'
import { integer, text } from '../../../sql/kind.ts'
import { type Query, sql, type Texts, texts } from '../../../sql/query.ts'
import { assigned, type Columns, computed, differing, into, type OutOf, selected, type Table, values } from '../../../sql/table.ts'
import { type ByNumber, DOWN, type Limited, type Walk, walkByNumber } from '../../../sql/walk.ts'
import type { AgentRow } from '../rows.ts'
import { AGENT_CHANGES, agentsTable } from '../tables.ts'
import type { Timed } from '../timed.ts'

/**
 * The same names and the same order of parameters on every dialect; only the text differs. A query's parameters are
 * listed in the order in which they are bound, and that order does not change.
 */
export interface AgentQuerySet {
  /**
   * The 18 columns in the table's order: `id, type, name, description, avatar, instructions, model, plan_model,
   * small_model, built_in_tools, mcps, knowledges, configuration, accessible_paths, permission_mode, max_steps,
   * created_at, updated_at`. Defaults of the table do not apply: null is null.
   */
  readonly insert: Query<Timed<AgentRow>, unknown>
  /**
   * `name, description, avatar, instructions, model, plan_model, small_model, built_in_tools, mcps, knowledges,
   * configuration, accessible_paths, permission_mode, max_steps, updated_at, id`. Sets all of them; the type and the
   * time of creation stay.
   */
  readonly update: Query<Omit<Timed<AgentRow>, 'type' | 'created_at'>, unknown>
  /** `id` → `AgentRow`. */
  readonly getById: Query<Pick<AgentRow, 'id'>, AgentRow>
  /** No parameters → `AgentRow`s, newest first; of those created in one moment, the one inserted last is first. */
  readonly list: Query<unknown, AgentRow>
  /**
   * `arrival, limit` → `AgentRow`s with `arrival`, the one inserted last first: those behind that one, from the beginning
   * `9007199254740991`. Nothing is asked of `created_at`, which anybody may set.
   */
  readonly listPage: Query<ByNumber & Limited, AgentRow & ByNumber>
  /** `id`. The agent's sessions and their logs go with it. */
  readonly delete: Query<Pick<AgentRow, 'id'>, unknown>
  /** No parameters → `{ total }`. */
  readonly count: Query<unknown, { readonly total: number }>
  /** `id` → `{ id }`, or no row. */
  readonly checkExists: Query<Pick<AgentRow, 'id'>, Pick<AgentRow, 'id'>>
}

const agents = agentsTable(text)
const id = values(agents, 'id')

export function agentPage<Of extends Columns>(of: Table<Of>): Walk<unknown, OutOf<Of>, ByNumber> {
  // Of the column's own name, which it has without a prefix.
  const from = sql`FROM ${of} ${differing({ sqlite: '', postgres: '', mysql: 'FORCE INDEX (seq)' })}`
  return walkByNumber({ list: 'agents.agents', select: selected(of), from, number: ARRIVAL, going: DOWN })
}

/** With typed parameters and rows, for every dialect. */
export const agentQueries: AgentQuerySet = {
  insert: sql`INSERT INTO ${agents} (${into(agents)}) VALUES (${values(agents)})`,
  update: sql`UPDATE ${agents} SET ${assigned(agents, ...AGENT_CHANGES, 'updated_at')} WHERE id = ${id}`,
  getById: sql`SELECT ${selected(agents)} FROM ${agents} WHERE id = ${id}`,
  list: sql`SELECT ${selected(agents)} FROM ${agents} ORDER BY created_at ${backwards}, ${arrival} DESC`,
  listPage: agentPage(agents).query,
  delete: sql`DELETE FROM ${agents} WHERE id = ${id}`,
  count: sql`SELECT ${computed('total', integer, 'COUNT(*)')} FROM ${agents}`,
  checkExists: sql`SELECT ${computed('id', text, 'id')} FROM ${agents} WHERE id = ${id}`,
}

/** For SQLite and libSQL, as the document uses them; for the others `texts(agentQueries, { dialect: 'postgres' })`. */
export const AgentQueries: Texts<AgentQuerySet> = texts(agentQueries, { dialect: 'sqlite' })
