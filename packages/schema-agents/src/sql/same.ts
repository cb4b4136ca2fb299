// Owns: that two values are equal, null to null.
// Must not know: tables.

import type { Part } from './part.ts'
import { differing } from './table.ts'

/** Between a column and a parameter that may be null. PostgreSQL reads no index for it: where the value is known, `equal` does. */
export const same: Part = differing({ sqlite: 'IS', postgres: 'IS NOT DISTINCT FROM', mysql: '<=>' })
