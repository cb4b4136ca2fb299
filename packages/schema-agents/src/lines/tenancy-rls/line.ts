// Owns: the line `tenancy-rls`: which migrations, in which order, and what it needs.
// Must not know: what they do, drivers.

import { defineLine, type Line } from '@godwit/core'
import type { Names } from '../../sql/place.ts'
import { rowLevelSecurity } from './migrations/001_row_level_security.ts'

/** For `tenancyLine` of the same names. */
export function tenancyRlsLine(names: Names): Line {
  return defineLine({ name: 'tenancy-rls', dialects: ['postgres'], requires: ['tenancy>=002'], migrations: [rowLevelSecurity(names)] })
}

/**
 * PostgreSQL only: the database itself keeps the tenants of `tenancy` apart. On another engine its plan is a refusal that says so:
 * a table without policies would look guarded and not be.
 */
export const tenancyRls: Line = tenancyRlsLine({})
