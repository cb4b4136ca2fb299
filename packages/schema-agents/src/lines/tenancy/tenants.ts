// Owns: what a program does with tenants and their keys.
// Must not know: configuration, conversations, clients.

import { change, first, type Handle } from '../../sql/handle.ts'
import type { Json } from '../../sql/kind.ts'
import { newId } from '../../sql/new-id.ts'
import { NotAllowed } from '../../sql/not-allowed.ts'
import type { Onward, Page } from '../../sql/page.ts'
import { paged } from '../../sql/paged.ts'
import { asRead } from '../../sql/table.ts'
import { hashOf, newApiKey, storedKey } from './api-keys.ts'
import { tenantPage, tenantQueries } from './queries/tenant-queries.ts'
import type { Tenant } from './rows.ts'
import { tenants } from './tables.ts'

export interface NewTenant {
  readonly name: string
  readonly id?: string
  readonly metadata?: Json
}

/** The one time that a key can be seen: only its hash is stored. */
export interface KeyedTenant {
  readonly tenant: Tenant
  readonly apiKey: string
}

/** `DEFAULT_TENANT_ID` of the original's `.env`; the id behind it is that of `ensureDefaultTenant`. */
export const DEFAULT_TENANT_SLUG: string = 'default'

/** Rejects with `NotAllowed` `word` on the id `default`, which means another tenant, and with a `DriverError` where the id is taken. */
export async function createTenant(on: Handle, { name, id = newId(), metadata = null }: NewTenant): Promise<KeyedTenant> {
  if (id === DEFAULT_TENANT_SLUG) throw new NotAllowed('word', 'The id default stands for the default tenant. Nothing was written.')
  const apiKey = newApiKey()
  const now = new Date().toISOString()
  const { api_key, api_key_prefix } = await storedKey(apiKey)
  const tenant = asRead(tenants, { id, name, api_key_prefix, is_active: true, metadata, created_at: now, updated_at: now })
  await change(on, tenantQueries.insert, { ...tenant, api_key })
  return { tenant, apiKey }
}

/** Null where there is none of that id. */
export async function getTenant(on: Handle, tenant_id: string): Promise<Tenant | null> {
  return first(on, tenantQueries.getById, { tenant_id })
}

/** All of them, suspended ones too, in the order of their making. For whoever runs the service: it shows every tenant. */
export async function listTenantsPage(on: Handle, onward: Onward = {}): Promise<Page<Tenant>> {
  return paged(on, tenantPage, {}, onward)
}

/** Null where nobody has that key, or who has it is suspended. */
export async function getTenantByApiKey(on: Handle, apiKey: string): Promise<Tenant | null> {
  return first(on, tenantQueries.getByApiKey, { api_key: await hashOf(apiKey) })
}

/** The old key opens nothing any more. Null where there is no such tenant. */
export async function rotateApiKey(on: Handle, tenant_id: string): Promise<KeyedTenant | null> {
  const apiKey = newApiKey()
  const stored = await storedKey(apiKey)
  return on.transaction(async (inside) => {
    await change(inside, tenantQueries.updateApiKey, { ...stored, updated_at: new Date(), tenant_id })
    const tenant = await getTenant(inside, tenant_id)
    return tenant === null ? null : { tenant, apiKey }
  })
}

/** Its key opens nothing until `restoreTenant`; what it has stays. Null where there is no such tenant. */
export async function suspendTenant(on: Handle, tenant_id: string): Promise<Tenant | null> {
  return setActive(on, tenant_id, false)
}

/** Null where there is no such tenant. */
export async function restoreTenant(on: Handle, tenant_id: string): Promise<Tenant | null> {
  return setActive(on, tenant_id, true)
}

/** With it go its configuration, its conversations and their messages. False where there is none of that id. */
export async function deleteTenant(on: Handle, tenant_id: string): Promise<boolean> {
  return (await change(on, tenantQueries.delete, { tenant_id })) > 0
}

async function setActive(on: Handle, tenant_id: string, is_active: boolean): Promise<Tenant | null> {
  return on.transaction(async (inside) => {
    await change(inside, tenantQueries.updateIsActive, { is_active, updated_at: new Date(), tenant_id })
    return getTenant(inside, tenant_id)
  })
}
