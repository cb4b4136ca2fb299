// Owns: the order in which rows came, where their key is a text that does not grow.
// Must not know: tables.

import type { Part } from './part.ts'
import { differing } from './table.ts'

/** The column that `rowNumber` made. On SQLite it costs no sort either: every index ends in it. */
export const arrival: Part = differing({ sqlite: 'rowid', postgres: 'seq', mysql: 'seq' })
