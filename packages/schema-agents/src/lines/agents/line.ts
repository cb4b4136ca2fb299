// Owns: the line `agents`: which migrations, in which order.
// Must not know: what they do, drivers, queries.

import { defineLine, type Line } from '@godwit/core'
import { dialects } from './dialects.ts'
import { initialSchema } from './migrations/001_initial_schema.ts'
import { addSessionTables } from './migrations/002_add_session_tables.ts'

/**
 * Agents, their sessions and the sessions' logs: the tables of the Cherry Studio agents database, under its names.
 *
 * `new Migrator(driver, agents)` keeps its history under the line's own name, so that an application's migrations can
 * be in the same database.
 */
export const agents: Line = defineLine({
  name: 'agents',
  dialects,
  migrations: [initialSchema, addSessionTables],
})
