// Owns: migration 003 of the line `gateway`: moments as whole milliseconds since 1970.
// Must not know: how each engine gets there.

import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script } from '../../../sql/script.ts'
import { columnsToDates, columnsToEpoch } from './epoch-by-columns.ts'
import { rebuiltWithDates, rebuiltWithEpoch } from './epoch-by-rebuild.ts'

/**
 * `created_at` and `updated_at` become `created_time` and `updated_time`, which are never null: a row without a moment gets that of
 * the migration. The way down makes dates of them again; no row is lost either way.
 */
export function convertTimestampsToEpoch(names: Names): AgentMigration {
  return {
    id: '003',
    description: 'Convert timestamps to epoch milliseconds and rename their columns',
    createdAt: new Date('2026-11-29T10:00:00.000Z'),
    // On SQLite both tables are made anew; with its keys enforced, dropping `sessions` would delete every message.
    foreignKeys: 'suspended',
    up: script(names, (words) => (words.dialect === 'sqlite' ? rebuiltWithEpoch(words) : columnsToEpoch(words, words.dialect))),
    down: script(names, (words) => (words.dialect === 'sqlite' ? rebuiltWithDates(words) : columnsToDates(words, words.dialect))),
  }
}
