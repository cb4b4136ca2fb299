// Owns: how Automagik Agents says that it is there.
// Must not know: databases, how they are compared.

import type { Original } from '@godwit/core'
import { assistants } from '../lines/assistants/line.ts'
import { automagikConversion, TO } from './automagik-rows.ts'

/**
 * Its tables are made by code and not by a migration, and a migration that failed is recorded as applied (A-M1, A-M5): the names in its
 * history say nothing for certain, so that only the schema is asked. Its types are not those of the line: its tables are converted.
 */
export const automagik: Original = {
  name: 'Automagik Agents',
  line: assistants,
  tracking: { table: 'migrations', columns: ['id', 'name', 'applied_at'] },
  claimed: () => ({ known: true, to: TO }),
  accept: [],
  conversions: [automagikConversion],
}
