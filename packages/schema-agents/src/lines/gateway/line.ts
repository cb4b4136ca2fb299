// Owns: the line `gateway`: which migrations, in which order.
// Must not know: what they do, drivers, queries.

import { defineLine, type Line } from '@godwit/core'
import { DIALECTS, type Names } from '../../sql/place.ts'
import { createInitialDatabase } from './migrations/001_create_initial_database.ts'
import { addDatabaseIndexes } from './migrations/002_add_database_indexes.ts'
import { convertTimestampsToEpoch } from './migrations/003_convert_timestamps_to_epoch.ts'
import { keysetIndexes } from './migrations/004_keyset_indexes.ts'
import { sessionsInOrder } from './migrations/005_sessions_in_order.ts'

/**
 * The line under other names: `gatewayLine({ prefix: 'webui_' })` makes `webui_sessions`, and so on. The names are part of what
 * is recorded as run: a line that is there under other ones is refused as changed.
 */
export function gatewayLine(names: Names): Line {
  return defineLine({
    name: 'gateway',
    dialects: DIALECTS,
    migrations: [
      createInitialDatabase(names),
      addDatabaseIndexes(names),
      convertTimestampsToEpoch(names),
      keysetIndexes(names),
      sessionsInOrder(names),
    ],
  })
}

/**
 * The sessions of a gateway's users and what was said in them: the tables of the Solace Agent Mesh WebUI gateway, under its names.
 * Its agents' own sessions are the line `agent-state`, which has a table of the same name: each is made in a database of its own, or
 * one of them under a prefix.
 */
export const gateway: Line = gatewayLine({})
