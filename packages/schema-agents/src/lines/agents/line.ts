// Owns: the line `agents`: which migrations, in which order.
// Must not know: what they do, drivers, queries.

import { defineLine, type Line } from '@godwit/core'
import { DIALECTS, type Names } from '../../sql/place.ts'
import { initialSchema } from './migrations/001_initial_schema.ts'
import { addSessionTables } from './migrations/002_add_session_tables.ts'
import { keysetIndex } from './migrations/002_keyset_index.ts'

/**
 * The line under other names: `agentsLine({ prefix: 'cherry_' })` makes `cherry_agents`, and so on. The names are part of what
 * is recorded as run: a line that is there under other ones is refused as changed.
 */
export function agentsLine(names: Names): Line {
  return defineLine({ name: 'agents', dialects: DIALECTS, migrations: [initialSchema(names), addSessionTables(names), keysetIndex(names)] })
}

/**
 * Agents, their sessions and the sessions' logs: the tables of the Cherry Studio agents database, under its names.
 *
 * `new Migrator(driver, agents)` keeps its history under the line's own name, so that an application's migrations can
 * be in the same database.
 */
export const agents: Line = agentsLine({})
