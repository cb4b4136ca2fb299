// Owns: what a program does with the configuration of a tenant.
// Must not know: how secrets are hidden, clients.

import { type Envelope, type SecretKey, sealed, unsealed } from '../../secrets/envelope.ts'
import { all, change, first, type Handle } from '../../sql/handle.ts'
import { assertText, json, type Json } from '../../sql/kind.ts'
import { newId } from '../../sql/new-id.ts'
import { NotAllowed } from '../../sql/not-allowed.ts'
import { tenantConfigQueries } from './queries/tenant-config-queries.ts'
import { tenantQueries } from './queries/tenant-queries.ts'
import type { TenantConfig } from './rows.ts'

/**
 * The value, or `fallback` where the tenant has none of that key; a value that is null is one. `keys`: those that open secrets.
 * Rejects with `SecretRefused` where the value is a secret and none of them opens it.
 */
export async function getTenantConfig(
  on: Handle,
  tenant_id: string,
  config_key: string,
  fallback: Json = null,
  keys: readonly SecretKey[] = [],
): Promise<Json> {
  const found = await first(on, tenantConfigQueries.get, { tenant_id, config_key })
  return found === null ? fallback : valueOf(found, keys)
}

/**
 * Sets the value, whether the tenant has one of that key or not. With `secretKey` it is a secret: it is stored hidden, and opens only
 * as this value of this tenant. Rejects with `NotAllowed` `conflict` where a secret would become readable by being set without a key
 * (`deleteTenantConfig` it first), and with a `DriverError` where there is no such tenant.
 */
export async function setTenantConfig(
  on: Handle,
  tenant_id: string,
  config_key: string,
  value: Json,
  secretKey?: SecretKey,
): Promise<TenantConfig> {
  const written = await writtenOf(tenant_id, config_key, value, secretKey)
  return on.transaction(async (inside) => {
    await first(inside, tenantQueries.lock, { tenant_id })
    const before = await first(inside, tenantConfigQueries.get, { tenant_id, config_key })
    if (before?.is_secret === true && secretKey === undefined)
      throw new NotAllowed('conflict', `${JSON.stringify(config_key)} is a secret and is set without a key. Nothing was changed.`)
    await change(inside, tenantConfigQueries.set, written)
    return (await first(inside, tenantConfigQueries.get, { tenant_id, config_key })) ?? written
  })
}

/** All values by their keys. Secrets are left out where no `keys` are given; rejects with `SecretRefused` where one does not open. */
export async function getAllTenantConfigs(
  on: Handle,
  tenant_id: string,
  keys?: readonly SecretKey[],
): Promise<{ readonly [config_key: string]: Json }> {
  const found = await all(on, tenantConfigQueries.getAll, { tenant_id })
  const readable = found.filter(({ is_secret }) => !is_secret || keys !== undefined)
  const values = await Promise.all(readable.map(async (config) => [config.config_key, await valueOf(config, keys ?? [])] as const))
  return Object.fromEntries(values)
}

/** False where the tenant has none of that key. */
export async function deleteTenantConfig(on: Handle, tenant_id: string, config_key: string): Promise<boolean> {
  return (await change(on, tenantConfigQueries.delete, { tenant_id, config_key })) > 0
}

/**
 * Sets the value where the tenant has none of that key, so that a start may repeat it; what was set since stays. True where it was
 * set. `migrate_json_config_to_db` of the original without the file.
 */
export async function importTenantConfig(
  on: Handle,
  tenant_id: string,
  config_key: string,
  value: Json,
  secretKey?: SecretKey,
): Promise<boolean> {
  const written = await writtenOf(tenant_id, config_key, value, secretKey)
  return on.transaction(async (inside) => {
    await first(inside, tenantQueries.lock, { tenant_id })
    if ((await first(inside, tenantConfigQueries.get, { tenant_id, config_key })) !== null) return false
    await change(inside, tenantConfigQueries.set, written)
    return true
  })
}

async function writtenOf(tenant_id: string, config_key: string, value: Json, secretKey: SecretKey | undefined): Promise<TenantConfig> {
  const now = new Date().toISOString()
  const plain = String(json.encode(value, 'config_value'))
  const config_value: Json | Envelope =
    secretKey === undefined ? value : await sealed(secretKey, placeOfSecret(tenant_id, config_key), plain)
  return { id: newId(), tenant_id, config_key, config_value, is_secret: secretKey !== undefined, created_at: now, updated_at: now }
}

async function valueOf({ tenant_id, config_key, config_value, is_secret }: TenantConfig, keys: readonly SecretKey[]): Promise<Json> {
  return is_secret ? json.decode(await unsealed(keys, placeOfSecret(tenant_id, config_key), config_value)) : config_value
}

/** What a secret is bound to: no two places are the same text, also where a tenant's id has a `|` in it. */
export function placeOfSecret(tenant_id: string, config_key: string): string {
  assertText(tenant_id, 'tenant_id')
  return tenant_id.includes('|') ? `|${tenant_id.length}|${tenant_id}|${config_key}` : `${tenant_id}|${config_key}`
}
