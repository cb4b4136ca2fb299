// Owns: the tenant that a person means by an id or a name.
// Must not know: where the setting comes from.

import { all, type Handle } from '../../sql/handle.ts'
import { NotAllowed } from '../../sql/not-allowed.ts'
import { resolveTenantId } from './default-tenant.ts'
import { tenantQueries } from './queries/tenant-queries.ts'
import type { Tenant } from './rows.ts'
import { getTenant } from './tenants.ts'

/**
 * For a setting that people write: an id goes before a name, and `default`, or nothing, is the default tenant. What is kept of the answer
 * is its `id`, so that the tenant is the same however it was named. Null where there is none; rejects with `NotAllowed` `conflict` where
 * several have that name.
 */
export async function findTenant(on: Handle, setting: string | undefined): Promise<Tenant | null> {
  const id = resolveTenantId(setting)
  const byId = await getTenant(on, id)
  if (byId !== null) return byId
  const named = (await all(on, tenantQueries.getByName, { name: id })).filter(({ name }) => name === id)
  if (named.length < 2) return named[0] ?? null
  throw new NotAllowed(
    'conflict',
    `${named.length} tenants have the name ${JSON.stringify(id)}: ${named.map((tenant) => tenant.id).join(', ')}. Give the id of the one that is meant.`,
  )
}
