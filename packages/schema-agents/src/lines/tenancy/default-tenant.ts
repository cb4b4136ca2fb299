// Owns: the tenant that an installation without accounts works as.
// Must not know: where its settings come from.

import { change, first, type Handle } from '../../sql/handle.ts'
import type { Json } from '../../sql/kind.ts'
import { NotAllowed } from '../../sql/not-allowed.ts'
import { newApiKey, storedKey } from './api-keys.ts'
import { tenantQueries } from './queries/tenant-queries.ts'
import type { Tenant } from './rows.ts'
import { DEFAULT_TENANT_SLUG, getTenant } from './tenants.ts'

export const DEFAULT_TENANT_ID: string = '00000000-0000-0000-0000-000000000001'

export interface DefaultTenantSettings {
  /** Its key, if it is made now. @defaultValue a random one, returned once */
  readonly apiKey?: string
  readonly name?: string
  readonly metadata?: Json
}

export interface DefaultTenant {
  readonly tenant: Tenant
  /** The key that it was made with, or the given one where it is still that. Null where the tenant has another: nobody knows it here. */
  readonly apiKey: string | null
}

/**
 * Makes it where it is not there yet, and else leaves it alone: a key that was rotated stays, and so does a suspension. The
 * original's `dev_api_key_12345` is never used unless a caller passes it. Rejects with `NotAllowed` `conflict` where another tenant
 * has the given key.
 */
export async function ensureDefaultTenant(
  on: Handle,
  { apiKey = newApiKey(), name = 'Default Tenant', metadata = { environment: 'development' } }: DefaultTenantSettings = {},
): Promise<DefaultTenant> {
  const stored = await storedKey(apiKey)
  const now = new Date()
  const given = { id: DEFAULT_TENANT_ID, name, is_active: true, metadata, created_at: now, updated_at: now, ...stored }
  await change(on, tenantQueries.insertIfAbsent, given)
  const tenant = await getTenant(on, DEFAULT_TENANT_ID)
  const key = await first(on, tenantQueries.getApiKey, { tenant_id: DEFAULT_TENANT_ID })
  if (tenant === null || key === null)
    throw new NotAllowed('conflict', 'Another tenant has the key that the default tenant was to get. Nothing was written.')
  return { tenant, apiKey: key.api_key === stored.api_key ? apiKey : null }
}

/**
 * R6: `default`, and a setting that is absent or blank, is the default tenant; every other text is the id of a tenant as it is. Whether
 * there is one, `getTenant` says.
 */
export function resolveTenantId(setting: string | undefined): string {
  const id = setting?.trim() ?? ''
  return id === '' || id === DEFAULT_TENANT_SLUG ? DEFAULT_TENANT_ID : id
}
