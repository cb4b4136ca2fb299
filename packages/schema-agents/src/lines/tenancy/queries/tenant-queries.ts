// Owns: the queries on the table `tenants`, and what their parameters are.
// Must not know: clients. Text and parameters go to whatever `execute` the caller has.

import { ARRIVAL } from '../../../sql/arrival.ts'
import { exact } from '../../../sql/exact.ts'
import { text } from '../../../sql/kind.ts'
import { locked } from '../../../sql/conflict.ts'
import { type Query, sql, type Texts, texts } from '../../../sql/query.ts'
import { assigned, computed, differing, into, selected, slot, values } from '../../../sql/table.ts'
import { type ByNumber, type Limited, UP, type Walk, walkByNumber } from '../../../sql/walk.ts'
import type { Tenant, Written } from '../rows.ts'
import { keyedTenants, tenants } from '../tables.ts'

interface ByTenant {
  readonly tenant_id: string
}
type Keyed = Written<Tenant> & { readonly api_key: string }

/**
 * The same names and the same order of parameters on every dialect; only the text differs. A query's parameters are listed in the
 * order in which they are bound. `api_key` is what is stored, `sha256:` and the hash of the key.
 */
export interface TenantQuerySet {
  /** `id, name, api_key_prefix, is_active, metadata, created_at, updated_at, api_key`. */
  readonly insert: Query<Keyed, unknown>
  /** The same; a tenant of that id or that key stays as it is. */
  readonly insertIfAbsent: Query<Keyed, unknown>
  /** `tenant_id` → `Tenant`. */
  readonly getById: Query<ByTenant, Tenant>
  /** `api_key` → `Tenant`, if it is active: the one query that finds out which tenant a caller is. */
  readonly getByApiKey: Query<Pick<Keyed, 'api_key'>, Tenant>
  /** `name` → `Tenant`s: names are not unique, and some engines take one for another that differs in case only. */
  readonly getByName: Query<Pick<Tenant, 'name'>, Tenant>
  /** `arrival, limit` → `Tenant`s with `arrival`, in the order of their making: those behind that one, from the beginning `0`. Of all tenants. */
  readonly listPage: Query<ByNumber & Limited, Tenant & ByNumber>
  /** `tenant_id` → `{ api_key }`. */
  readonly getApiKey: Query<ByTenant, { readonly api_key: string }>
  /** `tenant_id` → `{ id }`: whoever changes what belongs to the tenant as a whole waits for others who do. */
  readonly lock: Query<ByTenant, { readonly id: string }>
  /** `api_key, api_key_prefix, updated_at, tenant_id`. */
  readonly updateApiKey: Query<Pick<Keyed, 'api_key' | 'api_key_prefix' | 'updated_at'> & ByTenant, unknown>
  /** `is_active, updated_at, tenant_id`. */
  readonly updateIsActive: Query<Pick<Keyed, 'is_active' | 'updated_at'> & ByTenant, unknown>
  /** `tenant_id`. All that is the tenant's goes with it. */
  readonly delete: Query<ByTenant, unknown>
}

const insert = sql`INSERT INTO ${keyedTenants} (${into(keyedTenants)}) VALUES (${values(keyedTenants)})`
const ofTenant = sql`WHERE id = ${slot('tenant_id', tenants.columns.id)}`
const active = differing({ sqlite: 'is_active = 1', postgres: 'is_active', mysql: 'is_active = TRUE' })

export const tenantPage: Walk<unknown, Tenant, ByNumber> = walkByNumber({
  list: 'tenancy.tenants',
  select: selected(tenants),
  // Of the column's own name, which it has without a prefix.
  from: sql`FROM ${tenants} ${differing({ sqlite: '', postgres: '', mysql: 'FORCE INDEX (seq)' })}`,
  number: ARRIVAL,
  going: UP,
})

/** With typed parameters and rows, for every dialect. */
export const tenantQueries: TenantQuerySet = {
  insert,
  // Whichever key it is that is taken.
  insertIfAbsent: sql`${insert} ${differing({ sqlite: 'ON CONFLICT DO NOTHING', postgres: 'ON CONFLICT DO NOTHING', mysql: 'ON DUPLICATE KEY UPDATE id = id' })}`,
  getById: sql`SELECT ${selected(tenants)} FROM ${tenants} ${ofTenant}`,
  getByApiKey: sql`SELECT ${selected(tenants)} FROM ${tenants} WHERE api_key = ${values(keyedTenants, 'api_key')} AND ${active}`,
  getByName: sql`SELECT ${selected(tenants)} FROM ${tenants} WHERE ${exact('name', tenants.columns.name, { compares: 'letters' })} ORDER BY id`,
  listPage: tenantPage.query,
  getApiKey: sql`SELECT ${computed('api_key', text, 'api_key')} FROM ${tenants} ${ofTenant}`,
  lock: sql`SELECT ${computed('id', text, 'id')} FROM ${tenants} ${ofTenant} ${locked}`,
  updateApiKey: sql`UPDATE ${tenants} SET ${assigned(keyedTenants, 'api_key', 'api_key_prefix', 'updated_at')} ${ofTenant}`,
  updateIsActive: sql`UPDATE ${tenants} SET ${assigned(tenants, 'is_active', 'updated_at')} ${ofTenant}`,
  delete: sql`DELETE FROM ${tenants} ${ofTenant}`,
}

/** For SQLite and libSQL; for the others `texts(tenantQueries, { dialect: 'postgres' })`. */
export const TenantQueries: Texts<TenantQuerySet> = texts(tenantQueries, { dialect: 'sqlite' })
