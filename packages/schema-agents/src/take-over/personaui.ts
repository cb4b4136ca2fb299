// Owns: how a persona's database of PersonaUI says how far it is, and what it leaves open that the line does not.
// Must not know: databases, how they are compared.

import type { Original } from '@godwit/core'
import { chat } from '../lines/chat/line.ts'
import { namesEach, type Steps } from './history-of.ts'

const MARK = 'migration_'

const STEPS: Steps = [
  ['add_last_memory_message_id', '002_add_last_memory_message_id'],
  ['add_memory_message_ranges', '003_add_memory_message_ranges'],
]

/**
 * Each persona is a database of its own. The table in which it keeps its marks is one of the line's too, and without any the four tables
 * are there as they were before its own migrations.
 */
export const personaui: Original = {
  name: 'PersonaUI',
  line: chat,
  tracking: { table: 'db_info', columns: ['key', 'value'] },
  claimed: (rows) =>
    namesEach(
      STEPS,
      rows.flatMap(({ key, value }) => {
        const name = String(key)
        if (!name.startsWith(MARK)) return []
        return [value === '1' ? name.slice(MARK.length) : `${name} = ${String(value)}`]
      }),
      '001_base',
    ),
  // Nobody writes null there, and a memory that has it is read as one that is off, as the original reads it.
  accept: ['memories.is_active nullability: NULL'],
  conversions: [],
}
