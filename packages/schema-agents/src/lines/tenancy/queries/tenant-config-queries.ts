// Owns: the queries on the table `tenant_configs`, and what their parameters are.
// Must not know: clients, keys. Text and parameters go to whatever `execute` the caller has.

import { orReplacing } from '../../../sql/conflict.ts'
import { type Query, sql, type Texts, texts } from '../../../sql/query.ts'
import { into, selected, values } from '../../../sql/table.ts'
import type { TenantConfig, Written } from '../rows.ts'
import { tenantConfigs } from '../tables.ts'

type ByTenant = Pick<TenantConfig, 'tenant_id'>
type ByKey = Pick<TenantConfig, 'tenant_id' | 'config_key'>

/**
 * The same names and the same order of parameters on every dialect; only the text differs. A query's parameters are listed in the
 * order in which they are bound.
 */
export interface TenantConfigQuerySet {
  /**
   * `id, tenant_id, config_key, config_value, is_secret, created_at, updated_at`. Where the tenant has a value of that key, it takes
   * over the value, `is_secret` and `updated_at`, and keeps its id and its time of creation.
   */
  readonly set: Query<Written<TenantConfig>, unknown>
  /** `tenant_id, config_key` → `TenantConfig`. */
  readonly get: Query<ByKey, TenantConfig>
  /** `tenant_id` → `TenantConfig`s, by key. */
  readonly getAll: Query<ByTenant, TenantConfig>
  /** `tenant_id, config_key`. */
  readonly delete: Query<ByKey, unknown>
}

const ofTenant = sql`FROM ${tenantConfigs} WHERE tenant_id = ${values(tenantConfigs, 'tenant_id')}`
const ofKey = sql`${ofTenant} AND config_key = ${values(tenantConfigs, 'config_key')}`

/** With typed parameters and rows, for every dialect. */
export const tenantConfigQueries: TenantConfigQuerySet = {
  set: sql`INSERT INTO ${tenantConfigs} (${into(tenantConfigs)}) VALUES (${values(tenantConfigs)})
    ${orReplacing(['tenant_id', 'config_key'], ['config_value', 'is_secret', 'updated_at'])}`,
  get: sql`SELECT ${selected(tenantConfigs)} ${ofKey}`,
  getAll: sql`SELECT ${selected(tenantConfigs)} ${ofTenant} ORDER BY config_key`,
  delete: sql`DELETE ${ofKey}`,
}

/** For SQLite and libSQL; for the others `texts(tenantConfigQueries, { dialect: 'postgres' })`. */
export const TenantConfigQueries: Texts<TenantConfigQuerySet> = texts(tenantConfigQueries, { dialect: 'sqlite' })
