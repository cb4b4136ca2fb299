// Owns: migration 001 of the line `agents-mended`: the keys that the original's code left out, for rows that were written without them.
// Must not know: how the tables are made.

import { code, type MigrationFor } from '@godwit/core'
import { keepingWhatHangs } from './keeping-what-hangs.ts'
import { inOneForm, standIns } from './rows-mended.ts'
import { KEYED, rebuilt, UNKEYED } from './tables-rebuilt.ts'

/**
 * Nothing is deleted. A session whose agent is gone gets an agent that stands in for it, entries whose session is gone a session that
 * does, and an entry whose parent is gone none. The way down takes the keys away again; what stands in stays.
 */
export const addMissingKeys: MigrationFor<'sqlite'> = {
  id: '001',
  description: 'Add the keys that the original left out, with agents for orphaned sessions and moments in one form',
  createdAt: new Date('2026-11-29T10:00:00.000Z'),
  // With its keys enforced, dropping `sessions` would delete every entry.
  foreignKeys: 'suspended',
  up: code('1', async ({ sql }) => {
    for (const statement of standIns) await sql.run(statement)
    await keepingWhatHangs(sql, ['sessions', 'session_logs'], rebuilt(KEYED))
    for (const statement of inOneForm(['agents', 'sessions', 'session_logs'])) await sql.run(statement)
  }),
  down: code('1', ({ sql }) => keepingWhatHangs(sql, ['sessions', 'session_logs'], rebuilt(UNKEYED))),
}
