// Owns: migration 001 of the line `tenancy`: the tables `tenants` and `tenant_configs`.
// Must not know: conversations, which tenants there will be.

import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script } from '../../../sql/script.ts'

/**
 * No tenant is in it: a key that a migration writes is the same in every installation, and known. The unique key of
 * `tenant_configs` and its foreign key are missing in the original, which could then hold two values under one name.
 */
export function tenantTables(names: Names): AgentMigration {
  return {
    id: '001',
    description: 'Create tenants and tenant_configs tables',
    createdAt: new Date('2026-11-29T10:00:00.000Z'),
    up: script(names, (words) => [
      `CREATE TABLE ${words.table('tenants')} (
        id ${words.id} PRIMARY KEY,
        name ${words.text} NOT NULL,
        api_key ${words.name(255)} NOT NULL,
        api_key_prefix ${words.name(255)} NOT NULL,
        is_active ${words.bool} NOT NULL DEFAULT ${words.true},
        metadata ${words.json('metadata')},
        created_at ${words.instant} NOT NULL DEFAULT ${words.now},
        updated_at ${words.instant} NOT NULL DEFAULT ${words.now}${words.rowNumber}
      )${words.options}`,
      `CREATE UNIQUE INDEX ${words.object('ix_tenants_api_key')} ON ${words.table('tenants')}(api_key)`,
      `CREATE INDEX ${words.object('ix_tenants_is_active')} ON ${words.table('tenants')}(is_active)`,
      `CREATE TABLE ${words.table('tenant_configs')} (
        id ${words.id} PRIMARY KEY,
        tenant_id ${words.id} NOT NULL,
        config_key ${words.name(255)} NOT NULL,
        config_value ${words.jsonNotNull('config_value')},
        is_secret ${words.bool} NOT NULL DEFAULT ${words.false},
        created_at ${words.instant} NOT NULL DEFAULT ${words.now},
        updated_at ${words.instant} NOT NULL DEFAULT ${words.now},
        CONSTRAINT ${words.object('uq_tenant_configs_config_key')} UNIQUE (tenant_id, config_key),
        FOREIGN KEY (tenant_id) REFERENCES ${words.table('tenants')}(id) ON DELETE CASCADE
      )${words.options}`,
    ]),
    down: script(names, (words) => [
      `DROP TABLE IF EXISTS ${words.table('tenant_configs')}`,
      ...words.dropIndexIfExists('ix_tenants_is_active'),
      ...words.dropIndexIfExists('ix_tenants_api_key'),
      `DROP TABLE IF EXISTS ${words.table('tenants')}`,
    ]),
  }
}
