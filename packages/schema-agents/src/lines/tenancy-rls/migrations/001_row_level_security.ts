// Owns: migration 001 of the line `tenancy-rls`: policies that show a transaction the rows of its tenant only.
// Must not know: who sets the tenant.

import type { MigrationFor } from '@godwit/core'
import { type Names, placeOf, tableName } from '../../../sql/place.ts'

// The column of each table that says whose a row is.
const GUARDED = [
  ['tenants', 'id'],
  ['tenant_configs', 'tenant_id'],
  ['conversations', 'tenant_id'],
  ['messages', 'tenant_id'],
] as const

/**
 * `FORCE`, or the owner of the tables would see everything; a superuser and a role with `BYPASSRLS` always do. A setting that was never
 * made is null, and one that ended with its transaction is an empty text: neither is a tenant's id. The one way in without a tenant
 * is its key: a transaction that has set the key's hash sees that tenant's row, and nothing else.
 */
export function rowLevelSecurity(names: Names): MigrationFor<'postgres'> {
  const place = placeOf('postgres', names)
  const table = (name: string): string => tableName(place, name)
  return {
    id: '001',
    description: 'Show each transaction the rows of its tenant only',
    createdAt: new Date('2026-11-29T10:00:00.000Z'),
    up: {
      postgres: [
        ...GUARDED.flatMap(([name, column]) => [
          `ALTER TABLE ${table(name)} ENABLE ROW LEVEL SECURITY`,
          `ALTER TABLE ${table(name)} FORCE ROW LEVEL SECURITY`,
          `CREATE POLICY ${name}_of_tenant ON ${table(name)} USING (${column} = current_setting('app.tenant_id', true)) WITH CHECK (${column} = current_setting('app.tenant_id', true))`,
        ]),
        `CREATE POLICY tenants_by_key ON ${table('tenants')} FOR SELECT USING (api_key = current_setting('app.api_key', true))`,
      ],
    },
    down: {
      postgres: [
        `DROP POLICY IF EXISTS tenants_by_key ON ${table('tenants')}`,
        ...GUARDED.toReversed().flatMap(([name]) => [
          `DROP POLICY IF EXISTS ${name}_of_tenant ON ${table(name)}`,
          `ALTER TABLE ${table(name)} NO FORCE ROW LEVEL SECURITY`,
          `ALTER TABLE ${table(name)} DISABLE ROW LEVEL SECURITY`,
        ]),
      ],
    },
  }
}
