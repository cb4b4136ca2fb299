// Owns: transactions that belong to a tenant.
// Must not know: what is done in them.

import { all, type Handle } from '../../sql/handle.ts'
import { text } from '../../sql/kind.ts'
import { sql } from '../../sql/query.ts'
import { computed, slot } from '../../sql/table.ts'
import { hashOf } from '../tenancy/api-keys.ts'
import type { Tenant } from '../tenancy/rows.ts'
import { getTenantByApiKey } from '../tenancy/tenants.ts'

// `true`: until the transaction ends. Longer, a pooled connection would carry it to the next caller.
const setTenant = sql`SELECT set_config('app.tenant_id', ${slot('tenant_id', text)}, true)`
const setApiKey = sql`SELECT set_config('app.api_key', ${slot('api_key', text)}, true)`
const getTenantId = sql`SELECT ${computed('tenant_id', text, "coalesce(current_setting('app.tenant_id', true), '')")}`

/**
 * Runs `work` in a transaction that sees and writes the rows of that tenant, and no others. It can be run again, as in
 * `Handle.transaction`. Inside of one that is another tenant's it throws `RangeError`, and so it does off PostgreSQL, where nothing
 * would keep the tenants apart. The role that connects must be no superuser and have no `BYPASSRLS`.
 */
export async function withTenant<Result>(on: Handle, tenant_id: string, work: (inside: Handle) => Promise<Result>): Promise<Result> {
  assertPostgres(on)
  if (tenant_id === '') throw new RangeError('An empty text is no tenant.')
  return on.transaction(async (inside) => {
    const [before] = await all(inside, getTenantId, {})
    if (before !== undefined && before.tenant_id !== '' && before.tenant_id !== tenant_id)
      throw new RangeError('This transaction is another tenant’s.')
    await all(inside, setTenant, { tenant_id })
    return work(inside)
  })
}

/** The same for the tenant that has the key. Null, and `work` is not run, where nobody has it or who has it is suspended. */
export async function withApiKey<Result>(
  on: Handle,
  apiKey: string,
  work: (inside: Handle, tenant: Tenant) => Promise<Result>,
): Promise<Result | null> {
  assertPostgres(on)
  const api_key = await hashOf(apiKey)
  return on.transaction(async (inside) => {
    await all(inside, setApiKey, { api_key })
    const tenant = await getTenantByApiKey(inside, apiKey)
    return tenant === null ? null : withTenant(inside, tenant.id, (within) => work(within, tenant))
  })
}

function assertPostgres({ place }: Handle): void {
  if (place.dialect !== 'postgres') throw new RangeError(`Only PostgreSQL keeps tenants apart by itself, and this is ${place.dialect}.`)
}
