// Owns: G-T1 to G-T4, G-M1, G-M3, G-M6, G-X2, G-X3: what the migrations make and take back, under any names.
// Must not know: what the functions do in detail.

import { Migrator } from '@godwit/core'
import { expect, test } from 'vitest'
import { type Handle, tenancy, tenancyLine } from '../../src/index.ts'
import { createTenant, getTenant, loadHistory, saveHistory, setTenantConfig } from '../../src/lines/tenancy/index.ts'
import { inASchema } from '../in-a-schema.ts'
import { type Installed, onEveryEngine } from '../on-every-engine.ts'

const TABLES = new Set(['tenants', 'tenant_configs', 'conversations', 'messages'])

/** Table, column and whether it may be null, of this database. */
async function columns({ dialect, handle: first }: Installed): Promise<readonly string[]> {
  const text =
    dialect === 'sqlite'
      ? `SELECT m.name AS t, c.name AS c, CASE WHEN c."notnull" = 1 OR c.pk > 0 THEN 'NO' ELSE 'YES' END AS n FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'`
      : `SELECT table_name AS t, column_name AS c, is_nullable AS n FROM information_schema.columns WHERE table_schema = ${dialect === 'mysql' ? 'database()' : 'current_schema()'}`
  const { rows } = await first().run(text)
  return rows
    .filter(({ t }) => TABLES.has(String(t)))
    .map(({ t, c, n }) => `${String(t)}.${String(c)}${n === 'YES' ? ' null' : ''}`)
    .toSorted()
}

async function fill(on: Handle): Promise<string> {
  const { tenant } = await createTenant(on, { name: 'a' })
  await setTenantConfig(on, tenant.id, 'k', 1)
  await saveHistory(on, tenant.id, 'user', 'thread', [{ role: 'USER', content: 'x' }])
  return tenant.id
}

test('the line has migrations 001 to 004', () => {
  expect(tenancy.name).toBe('tenancy')
  expect(tenancy.migrations.map(({ id, description }) => [id, description])).toEqual([
    ['001', 'Create tenants and tenant_configs tables'],
    ['002', 'Create conversations and messages tables'],
    ['003', 'Read conversations of one status in the order of their last change'],
    ['004', 'Read the messages of a conversation and of a tenant in the order in which they were saved'],
  ])
})

onEveryEngine(tenancy, (database) => {
  test('G-T1, G-T2, G-T3, G-T4, G-M1: every column of the original is there', async () => {
    const own = database.dialect === 'sqlite' ? [] : ['tenants.seq', 'conversations.seq']
    expect(await columns(database)).toEqual(
      [
        ...own,
        ...['id', 'name', 'api_key', 'api_key_prefix', 'is_active', 'metadata null', 'created_at', 'updated_at'].map((c) => `tenants.${c}`),
        ...['id', 'tenant_id', 'config_key', 'config_value', 'is_secret', 'created_at', 'updated_at'].map((c) => `tenant_configs.${c}`),
        ...['id', 'tenant_id', 'user_id', 'thread_id', 'title null', 'status', 'metadata null'].map((c) => `conversations.${c}`),
        ...['is_deleted', 'deleted_at null', 'created_at', 'updated_at'].map((c) => `conversations.${c}`),
        ...['seq', 'id', 'tenant_id', 'conversation_id', 'role', 'content', 'metadata null'].map((c) => `messages.${c}`),
        ...['created_at', 'updated_at'].map((c) => `messages.${c}`),
      ].toSorted(),
    )
  })

  test('G-T1, G-T3: a row that is inserted by hand is active, not deleted, and has its times', async () => {
    const on = database.handle()
    await on.run(`INSERT INTO tenants (id, name, api_key, api_key_prefix) VALUES ('by hand', 'n', 'k', '')`)
    expect(await getTenant(on, 'by hand')).toMatchObject({ is_active: true, metadata: null })
    expect((await getTenant(on, 'by hand'))?.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    await on.run(`INSERT INTO conversations (id, tenant_id, user_id, thread_id) VALUES ('c', 'by hand', 'user', 't')`)
    const { rows } = await on.run(`SELECT status FROM conversations WHERE id = 'c'`)
    expect(rows).toEqual([{ status: 'ACTIVE' }])
    expect(await loadHistory(on, 'by hand', 'user', 't')).toEqual([])
  })

  test('G-X2: migrating again does nothing, and the rows stay', async () => {
    const tenant = await fill(database.handle())
    const before = await columns(database)
    expect(await new Migrator(database.driver(), tenancy).migrate()).toEqual([])
    expect(await columns(database)).toEqual(before)
    expect(await getTenant(database.handle(), tenant)).not.toBeNull()
  })

  test('G-M6: down and up again with rows present leaves nothing behind and makes the same tables', async () => {
    const on = database.handle()
    const before = await columns(database)
    const tenant = await fill(on)
    const migrator = new Migrator(database.driver(), tenancy)
    expect(await migrator.down({ to: '001' })).toMatchObject({ outcome: 'migrated' })
    expect(await getTenant(on, tenant)).not.toBeNull()
    expect(await migrator.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    expect(await columns(database)).toEqual([])
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await columns(database)).toEqual(before)
    await fill(on)
  })
})

onEveryEngine(undefined, (database) => {
  test('G-X3: where a table tenants of another program is, the line is refused and nothing is recorded', async () => {
    await database.handle().run('CREATE TABLE tenants (id INTEGER, name VARCHAR(20))')
    const migrator = new Migrator(database.driver(), tenancy)
    await expect(migrator.migrate()).rejects.toThrow("would make the table, view or sequence 'tenants'")
    expect((await migrator.status()).migrations.map(({ state }) => state)).toEqual(['pending', 'pending', 'pending', 'pending'])
  })
})

const names = { prefix: 'sphere_' }

onEveryEngine(
  tenancyLine(names),
  (database) => {
    test('a prefix keeps the tables apart from others of their names', async () => {
      const on = database.handle()
      await on.run('CREATE TABLE messages (a INTEGER)')
      const tenant = await fill(on)
      expect(await loadHistory(on, tenant, 'user', 'thread')).toHaveLength(1)
      expect((await on.run('SELECT content FROM sphere_messages')).rows).toEqual([{ content: 'x' }])
      expect(await new Migrator(database.driver(), tenancyLine(names)).down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    })
  },
  names,
)

async function used(on: Handle): Promise<void> {
  expect(await loadHistory(on, await fill(on), 'user', 'thread')).toHaveLength(1)
}

inASchema(tenancyLine, '', used)
