// Owns: how the Cherry Studio agents database says how far it is, and what its code is known to have left out.
// Must not know: databases, how they are compared.

import type { Original } from '@godwit/core'
import { agents } from '../lines/agents/line.ts'
import { named, namesEach, type Steps } from './history-of.ts'

const STEPS: Steps = [
  ['001', '001'],
  ['002', '002'],
]

/**
 * Its first generation, which keeps a row for each migration in `migrations`; a later one has a table of this name with other columns
 * and is refused. `agentsMended` mends afterwards what is accepted here.
 */
export const cherry: Original = {
  name: 'Cherry Studio',
  line: agents,
  tracking: {
    table: 'migrations',
    columns: ['id', 'description', 'applied_at', 'execution_time', 'checksum', 'created_at', 'updated_at'],
  },
  claimed: (rows) => namesEach(STEPS, named(rows, 'id')),
  // Its document has the first key and its code had not; of what becomes of an answer neither says anything.
  accept: ['sessions.main_agent_id foreign key: absent', 'session_logs.parent_id foreign key: session_logs (id)'],
  conversions: [],
}
