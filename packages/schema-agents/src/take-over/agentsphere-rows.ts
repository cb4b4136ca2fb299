// Owns: the line `tenancy-from-agentsphere`: the tables of AgentSphere become those of the line `tenancy`, with their rows.
// Must not know: how they are compared before.

import { type Conversion, defineLine, type Line } from '@godwit/core'
import { tenancy } from '../lines/tenancy/line.ts'
import { agentSphereForm } from './agentsphere-tables.ts'
import { goneAfterwards, hangingOn, moment, movedAside, old } from './aside-postgres.ts'
import { statementsOf } from './statements-of.ts'

const TO = '002'
const TABLES = ['messages', 'conversations', 'tenant_configs', 'tenants']

const times = (table: string): string =>
  `${moment(`${table}.created_at`, `${table}.updated_at`, 'now()')}, ${moment(`${table}.updated_at`, `${table}.created_at`, 'now()')}`

// A key is stored as its hash; a tenant without a word on whether it is active was none to the original, which asks for true.
const ROWS = [
  `INSERT INTO tenants (id, name, api_key, api_key_prefix, is_active, metadata, created_at, updated_at)
    SELECT t.id::text, t.name, 'sha256:' || encode(sha256(convert_to(t.api_key, 'UTF8')), 'hex'),
      left(t.api_key, least(8, length(t.api_key) / 4)), COALESCE(t.is_active, FALSE), t.metadata::text, ${times('t')}
    FROM ${old('tenants')} AS t ORDER BY t.created_at, t.id`,
  // Nothing kept the original from writing for a tenant that it did not have. No key is the text of this one.
  `INSERT INTO tenants (id, name, api_key, api_key_prefix, is_active)
    SELECT m.tenant_id::text, 'Missing tenant', 'none:' || m.tenant_id, '', FALSE
    FROM (SELECT tenant_id FROM ${old('conversations')} UNION SELECT tenant_id FROM ${old('tenant_configs')}) AS m
    WHERE NOT EXISTS (SELECT 1 FROM ${old('tenants')} AS t WHERE t.id = m.tenant_id) ORDER BY m.tenant_id`,
  `INSERT INTO tenant_configs (id, tenant_id, config_key, config_value, created_at, updated_at)
    SELECT c.id::text, c.tenant_id::text, c.config_key, c.config_value::text, ${times('c')} FROM ${old('tenant_configs')} AS c`,
  `INSERT INTO conversations (id, tenant_id, user_id, thread_id, title, status, metadata, created_at, updated_at)
    SELECT c.id::text, c.tenant_id::text, c.user_id::text, c.thread_id, c.title, c.status::text, c.metadata::text, ${times('c')}
    FROM ${old('conversations')} AS c ORDER BY c.created_at, c.id`,
  `INSERT INTO messages (id, tenant_id, conversation_id, role, content, metadata, created_at, updated_at)
    SELECT m.id::text, c.tenant_id::text, m.conversation_id::text, m.role::text, m.content, m.metadata::text, ${times('m')}
    FROM ${old('messages')} AS m JOIN ${old('conversations')} AS c ON c.id = m.conversation_id ORDER BY m.created_at, m.id`,
]

const line: Line = defineLine({
  name: 'tenancy-from-agentsphere',
  dialects: ['postgres'],
  migrations: [
    {
      id: '001',
      description: 'Make the tables of AgentSphere those of the line tenancy',
      up: {
        postgres: [
          ...movedAside(TABLES),
          ...statementsOf(tenancy, TO, 'postgres'),
          ...ROWS,
          ...goneAfterwards(TABLES),
          'DROP TYPE IF EXISTS conversation_status, conversationstatus, message_role, messagerole',
        ],
      },
    },
  ],
})

const findable = (table: string, column: string): string => String.raw`SELECT '${table}' AS tab, id::text AS id,
      'Its ${column} is empty, longer than 255 characters, or has a blank at an end.' AS why
    FROM ${table} WHERE ${column} = '' OR length(${column}) > 255 OR ${column} ~ '^\s|\s$'`

export const agentSphereConversion: Conversion = {
  dialect: 'postgres',
  to: TO,
  forms: [agentSphereForm],
  unfit: `${hangingOn(TABLES)}
    UNION ALL SELECT 'tenant_configs', c.id::text, 'Its tenant has ' || quote_literal(c.config_key) || ' more than once: only one can be kept.'
      FROM tenant_configs c WHERE EXISTS
      (SELECT 1 FROM tenant_configs o WHERE o.tenant_id = c.tenant_id AND o.config_key = c.config_key AND o.id <> c.id)
    UNION ALL ${findable('tenant_configs', 'config_key')}
    UNION ALL ${findable('conversations', 'thread_id')}
    ORDER BY 1, 2, 3`,
  line,
}
