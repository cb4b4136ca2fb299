// Owns: the queries on the table `agents`, and what their parameters are.
// Must not know: clients.

import { byIndex } from '../../../sql/by-index.ts'
import { exact } from '../../../sql/exact.ts'
import { bool, integer } from '../../../sql/kind.ts'
import { everywhere } from '../../../sql/place.ts'
import { type Query, sql } from '../../../sql/query.ts'
import { names } from '../../../sql/sortable.ts'
import { byCodePoint, codePoints } from '../../../sql/sorted.ts'
import { assigned, computed, into, selected, slot, values } from '../../../sql/table.ts'
import { type ByValue, type Limited, UP, UP_GROWING, type Walk, walkByValue } from '../../../sql/walk.ts'
import type { AgentRow } from '../rows.ts'
import { agents, type Timed } from '../tables.ts'

/** A query's parameters are listed in the order in which they are bound, on every dialect the same. Lists are ordered by name. */
export interface AgentQuerySet {
  /**
   * `name, type, model, description, version, config, active, run_id, system_prompt, active_default_prompt_id, created_at,
   * updated_at`. The database gives the id.
   */
  readonly insert: Query<Omit<Timed<AgentRow>, 'id'>, unknown>
  /** As `insert` without `created_at`, then `id`. Sets all of them. */
  readonly update: Query<Omit<Timed<AgentRow>, 'created_at'>, unknown>
  /** `id` → `AgentRow`. */
  readonly getById: Query<Pick<AgentRow, 'id'>, AgentRow>
  /** `name` → `AgentRow`. */
  readonly getByName: Query<Pick<AgentRow, 'name'>, AgentRow>
  /** No parameters → `AgentRow`s. */
  readonly list: Query<unknown, AgentRow>
  /** `active` → `AgentRow`s. */
  readonly listByActive: Query<Pick<AgentRow, 'active'>, AgentRow>
  /**
   * `position, arrival, position, limit` → the same with `position`, the name, and `arrival`, the id: those behind that one, from the
   * beginning `''` and `0`.
   */
  readonly listPage: Query<ByValue<string> & Limited, AgentRow & ByValue<string>>
  /** `active, position, arrival, position, limit` → the same. */
  readonly listPageByActive: Query<Pick<AgentRow, 'active'> & ByValue<string> & Limited, AgentRow & ByValue<string>>
  /** `updated_at, id`. Counts in the database: no two runs get the same number. */
  readonly incrementRunId: Query<Pick<Timed<AgentRow>, 'updated_at' | 'id'>, unknown>
  /** No parameters → `{ total }`. */
  readonly count: Query<unknown, { readonly total: number }>
  /** `id`. The agent's memories go too; sessions and messages stay without an agent. */
  readonly delete: Query<Pick<AgentRow, 'id'>, unknown>
}

/** Without the id, in the order of the parameters. */
export const AGENT_COLUMNS: readonly [
  'name',
  'type',
  'model',
  'description',
  'version',
  'config',
  'active',
  'run_id',
  'system_prompt',
  'active_default_prompt_id',
] = ['name', 'type', 'model', 'description', 'version', 'config', 'active', 'run_id', 'system_prompt', 'active_default_prompt_id']

const GIVEN = [...AGENT_COLUMNS, 'created_at', 'updated_at'] as const
const id = values(agents, 'id')
const byName = sql`ORDER BY name ${byCodePoint}, id`

const inOrder = { list: 'assistants.agents', select: selected(agents), column: codePoints('name'), by: names, number: everywhere('id') }

export const agentPage: Walk<unknown, AgentRow, ByValue<string>> = walkByValue({
  ...inOrder,
  from: sql`FROM ${agents} ${byIndex({ sqlite: null, mysql: 'idx_agents_name' })}`,
  going: UP,
})
export const agentPageByActive: Walk<Pick<AgentRow, 'active'>, AgentRow, ByValue<string>> = walkByValue({
  ...inOrder,
  from: sql`FROM ${agents} ${byIndex('idx_agents_active')}`,
  where: sql`active = ${slot('active', bool)}`,
  going: UP_GROWING,
})

export const agentQueries: AgentQuerySet = {
  insert: sql`INSERT INTO ${agents} (${into(agents, ...GIVEN)}) VALUES (${values(agents, ...GIVEN)})`,
  update: sql`UPDATE ${agents} SET ${assigned(agents, ...AGENT_COLUMNS, 'updated_at')} WHERE id = ${id}`,
  getById: sql`SELECT ${selected(agents)} FROM ${agents} WHERE id = ${id}`,
  getByName: sql`SELECT ${selected(agents)} FROM ${agents} WHERE ${exact('name', agents.columns.name)}`,
  list: sql`SELECT ${selected(agents)} FROM ${agents} ${byName}`,
  listByActive: sql`SELECT ${selected(agents)} FROM ${agents} WHERE active = ${slot('active', bool)} ${byName}`,
  listPage: agentPage.query,
  listPageByActive: agentPageByActive.query,
  incrementRunId: sql`UPDATE ${agents} SET run_id = run_id + 1, ${assigned(agents, 'updated_at')} WHERE id = ${id}`,
  count: sql`SELECT ${computed('total', integer, 'COUNT(*)')} FROM ${agents}`,
  delete: sql`DELETE FROM ${agents} WHERE id = ${id}`,
}
