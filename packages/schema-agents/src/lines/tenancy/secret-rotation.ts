// Owns: hiding the secrets of a tenant under another key.
// Must not know: how secrets are hidden, when a key is old.

import { type SecretKey, sealed, unsealed } from '../../secrets/envelope.ts'
import { all, change, first, type Handle } from '../../sql/handle.ts'
import { placeOfSecret } from './configs.ts'
import { tenantConfigQueries } from './queries/tenant-config-queries.ts'
import { tenantQueries } from './queries/tenant-queries.ts'

/**
 * Hides under `to` what is hidden under another key, all or none of it, and resolves to how many that were: none the second time. `keys`
 * open what is there, and are needed until it is done for all tenants. Rejects with `SecretRefused` where one does not open.
 */
export async function rewrapTenantSecrets(on: Handle, tenant_id: string, keys: readonly SecretKey[], to: SecretKey): Promise<number> {
  return on.transaction(async (inside) => {
    await first(inside, tenantQueries.lock, { tenant_id })
    let rewrapped = 0
    for (const config of await all(inside, tenantConfigQueries.getAll, { tenant_id })) {
      if (!config.is_secret || isUnder(to, config.config_value)) continue
      const place = placeOfSecret(tenant_id, config.config_key)
      const config_value = await sealed(to, place, await unsealed(keys, place, config.config_value))
      await change(inside, tenantConfigQueries.set, { ...config, config_value, updated_at: new Date() })
      rewrapped += 1
    }
    return rewrapped
  })
}

function isUnder({ kid }: SecretKey, value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'kid' in value && value.kid === kid
}
