// Owns: how AgentSphere says how far it is.
// Must not know: databases, how they are compared.

import type { Original } from '@godwit/core'
import { tenancy } from '../lines/tenancy/line.ts'
import { agentSphereConversion } from './agentsphere-rows.ts'
import { named, namesLast } from './history-of.ts'

/**
 * Its history was replaced more than once after it was released (G-M4), so `revision` is that of the package that is installed. Its
 * types, keys and missing keys are not those of the line: its tables are converted.
 */
export function agentSphere(revision = 'a1b2c3d4e5f6'): Original {
  return {
    name: 'AgentSphere-AI',
    line: tenancy,
    tracking: { table: 'alembic_version', columns: ['version_num'] },
    claimed: (rows) => namesLast([[revision, '002']], named(rows, 'version_num')),
    accept: [],
    conversions: [agentSphereConversion],
  }
}
