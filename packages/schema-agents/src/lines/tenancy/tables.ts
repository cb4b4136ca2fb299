// Owns: the tables of the line `tenancy` as its queries see them.
// Must not know: how they are made, what is asked of them.

import { keyText } from '../../sql/key-text.ts'
import { bool, instant, integer, type Json, json, type Kind, oneOf, orNull, text } from '../../sql/kind.ts'
import { type Table, table } from '../../sql/table.ts'
import type { Conversation, Message, Tenant, TenantConfig, Written } from './rows.ts'
import { CONVERSATION_STATUSES, ROLES } from './words.ts'

type ColumnsOf<Row> = { readonly [Name in keyof Row]: Kind<Written<Row>[Name], Row[Name]> }

const id = keyText(191)
const name255 = keyText(255)
const times = { created_at: instant, updated_at: instant }
const metadata: Kind<Json> = orNull(json)

const tenant = {
  id,
  name: text,
  api_key_prefix: text,
  is_active: bool,
  metadata,
  ...times,
}

/** As it is read: without the key's hash. */
export const tenants: Table<ColumnsOf<Tenant>> = table('tenants', tenant)

/** As it is written. */
export const keyedTenants: Table<ColumnsOf<Tenant & { readonly api_key: string }>> = table('tenants', { ...tenant, api_key: text })

export const tenantConfigs: Table<ColumnsOf<TenantConfig>> = table('tenant_configs', {
  id,
  tenant_id: id,
  config_key: name255,
  config_value: json,
  is_secret: bool,
  ...times,
})

export const conversations: Table<ColumnsOf<Conversation>> = table('conversations', {
  id,
  tenant_id: id,
  user_id: id,
  thread_id: name255,
  title: orNull(text),
  status: oneOf(CONVERSATION_STATUSES),
  metadata,
  is_deleted: bool,
  deleted_at: orNull(instant),
  ...times,
})

export const messages: Table<ColumnsOf<Message>> = table('messages', {
  seq: integer,
  id,
  tenant_id: id,
  conversation_id: id,
  role: oneOf(ROLES),
  content: text,
  metadata,
  ...times,
})
