// Owns: the line `tenancy-rls`: what PostgreSQL itself keeps apart, and for whom.
// Must not know: what the functions do in detail.

import { type Driver, isDriverError, Migrator } from '@godwit/core'
import { pg } from '@godwit/driver-pg'
import { describeOn, type TestServer } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { type Handle, handle, type Names, tenancy, tenancyLine, tenancyRls, tenancyRlsLine } from '../../src/index.ts'
import {
  createTenant,
  ensureDefaultTenant,
  DEFAULT_TENANT_ID,
  getAllTenantConfigs,
  getOrCreateConversation,
  getTenant,
  getTenantByApiKey,
  loadHistory,
  loadMessages,
  saveHistory,
  saveMessage,
  setTenantConfig,
  suspendTenant,
} from '../../src/lines/tenancy/index.ts'
import { withApiKey, withTenant } from '../../src/lines/tenancy-rls/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'

const TABLES = ['tenants', 'tenant_configs', 'conversations', 'messages']

interface Guarded {
  readonly admin: Handle
  /** A role that is neither the owner nor a superuser. */
  readonly app: Handle
  readonly driver: Driver
}

async function open(url: string, names: Names = {}): Promise<{ driver: Driver; on: Handle }> {
  const driver = pg(url)
  onTestFinished(() => driver.close())
  return { driver, on: handle(await driver.open('write'), names) }
}

async function guarded(server: TestServer, rights: string, names: Names = {}): Promise<Guarded> {
  const { url, database, query } = await server.freshDatabase()
  const { driver, on: admin } = await open(url, names)
  const role = `app_${database}`
  await query(`CREATE ROLE "${role}" LOGIN PASSWORD 'app'`)
  onTestFinished(async () => {
    await query(`DROP OWNED BY "${role}" CASCADE`)
    await query(`DROP ROLE "${role}"`)
  })
  if (names.schema !== undefined) await query(`CREATE SCHEMA ${names.schema}`)
  for (const line of [tenancyLine(names), tenancyRlsLine(names)])
    expect(await new Migrator(driver, line).up()).toMatchObject({ outcome: 'migrated' })
  const schema = names.schema ?? 'public'
  await query(`GRANT USAGE, CREATE ON SCHEMA ${schema} TO "${role}"`)
  const tables = TABLES.map((name) => `${schema}.${names.prefix ?? ''}${name}`)
  for (const table of tables)
    await query(
      rights === 'owner' ? `ALTER TABLE ${table} OWNER TO "${role}"` : `GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO "${role}"`,
    )
  const { on: app } = await open(Object.assign(new URL(url), { username: role, password: 'app' }).href, names)
  return { admin, app, driver }
}

async function counts(on: Handle): Promise<readonly unknown[]> {
  const found: unknown[] = []
  for (const table of TABLES) found.push(Number((await on.run(`SELECT count(*) AS n FROM ${table}`)).rows[0]?.['n']))
  return found
}

async function filled(admin: Handle): Promise<{ id: string; key: string; conversation: string }> {
  const { tenant, apiKey } = await createTenant(admin, { name: 'a' })
  await setTenantConfig(admin, tenant.id, 'k', 1)
  const { id } = await getOrCreateConversation(admin, tenant.id, 'user', 'thread')
  await saveMessage(admin, tenant.id, id, { role: 'USER', content: 'x' })
  return { id: tenant.id, key: apiKey, conversation: id }
}

describeOn('postgres-15', (server) => {
  test.each(['of an app', 'owner'])('the rights %s: without a tenant there is no row, and none can be made', async (rights) => {
    const { admin, app } = await guarded(server, rights)
    await filled(admin)
    expect(await counts(admin)).toEqual([1, 1, 1, 1])
    expect(await counts(app)).toEqual([0, 0, 0, 0])
    await expect(createTenant(app, { name: 'b' })).rejects.toSatisfy(isDriverError)
    // A setting that ended with its transaction is an empty text and not null.
    await withTenant(app, 'nobody', async () => undefined)
    expect(await counts(app)).toEqual([0, 0, 0, 0])
  })

  test.each(['of an app', 'owner'])(
    'the rights %s: with a tenant there are its rows, all functions work, and no row of another',
    async (rights) => {
      const { admin, app } = await guarded(server, rights)
      const [ours, theirs] = [await filled(admin), await filled(admin)]
      await withTenant(app, ours.id, async (inside) => {
        expect(await counts(inside)).toEqual([1, 1, 1, 1])
        expect(await getTenant(inside, theirs.id)).toBeNull()
        expect(await getAllTenantConfigs(inside, theirs.id)).toEqual({})
        expect(await loadMessages(inside, theirs.id, theirs.conversation)).toEqual([])
        await setTenantConfig(inside, ours.id, 'k', 2)
        await saveHistory(inside, ours.id, 'user', 'new', [{ role: 'USER', content: 'y' }])
        expect(await loadHistory(inside, ours.id, 'user', 'new')).toHaveLength(1)
        expect(await inside.run(`UPDATE messages SET content = 'taken'`)).toMatchObject({ affected: 2 })
        expect(await inside.run(`DELETE FROM tenant_configs`)).toMatchObject({ affected: 1 })
      })
      expect(await loadMessages(admin, theirs.id, theirs.conversation)).toMatchObject([{ content: 'x' }])
      expect(await getAllTenantConfigs(admin, theirs.id)).toEqual({ k: 1 })
      expect(await counts(app)).toEqual([0, 0, 0, 0])
    },
  )

  test('a row for another tenant is refused, and so is giving one away', async () => {
    const { admin, app } = await guarded(server, 'of an app')
    const [ours, theirs] = [await filled(admin), await filled(admin)]
    const as = (work: (inside: Handle) => Promise<unknown>): Promise<unknown> => withTenant(app, ours.id, work)
    await expect(as((inside) => setTenantConfig(inside, theirs.id, 'k', 2))).rejects.toThrow('row-level security')
    await expect(as((inside) => getOrCreateConversation(inside, theirs.id, 'user', 'new'))).rejects.toThrow('row-level security')
    await expect(as((inside) => inside.run(`UPDATE conversations SET tenant_id = '${theirs.id}'`))).rejects.toThrow('row-level security')
    expect(await as((inside) => saveMessage(inside, theirs.id, theirs.conversation, { role: 'USER', content: 'x' }))).toBeNull()
    expect(await getAllTenantConfigs(admin, theirs.id)).toEqual({ k: 1 })
  })

  test('a transaction belongs to one tenant until it ends, and the next on the same connection to none', async () => {
    const { admin, app } = await guarded(server, 'of an app')
    const [ours, theirs] = [await filled(admin), await filled(admin)]
    const nested = withTenant(app, ours.id, (inside) => withTenant(inside, theirs.id, counts))
    await expect(nested).rejects.toThrow('another tenant')
    expect(await withTenant(app, ours.id, (inside) => withTenant(inside, ours.id, counts))).toEqual([1, 1, 1, 1])
    await expect(withTenant(app, '', counts)).rejects.toThrow('no tenant')
    expect(await counts(app)).toEqual([0, 0, 0, 0])
    expect(await withTenant(app, theirs.id, (inside) => getTenant(inside, ours.id))).toBeNull()
  })

  test('who has a key gets in with it, and nobody else does', async () => {
    const { admin, app } = await guarded(server, 'of an app')
    const [ours, theirs] = [await filled(admin), await filled(admin)]
    expect(await getTenantByApiKey(app, ours.key)).toBeNull()
    const seen = await withApiKey(app, ours.key, async (inside, { id }) => [id, await counts(inside), await getTenant(inside, theirs.id)])
    expect(seen).toEqual([ours.id, [1, 1, 1, 1], null])
    expect(await withApiKey(app, 'other', counts)).toBeNull()
    await suspendTenant(admin, theirs.id)
    expect(await withApiKey(app, theirs.key, counts)).toBeNull()
  })

  test('the default tenant can be made by the app itself, as that tenant', async () => {
    const { app } = await guarded(server, 'of an app')
    for (const apiKey of [expect.any(String), null])
      expect(await withTenant(app, DEFAULT_TENANT_ID, (inside) => ensureDefaultTenant(inside))).toMatchObject({ apiKey })
  })

  test('under other names and in a schema it goes up and works, and down again it hides nothing', async () => {
    const names = { prefix: 'x_', schema: 'app' }
    const { admin, app, driver } = await guarded(server, 'of an app', names)
    const { id } = await filled(admin)
    expect(await getTenant(app, id)).toBeNull()
    expect(await withTenant(app, id, (inside) => getTenant(inside, id))).toMatchObject({ id })
    expect(await new Migrator(driver, tenancyLine(names)).down({ to: 'nothing' })).toMatchObject({ outcome: 'blocked' })
    expect(await new Migrator(driver, tenancyRlsLine(names)).down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    expect(await getTenant(app, id)).toMatchObject({ id })
    expect((await admin.run("SELECT policyname FROM pg_policies WHERE schemaname = 'app'")).rows).toEqual([])
    expect(await new Migrator(driver, tenancyRlsLine(names)).up()).toMatchObject({ outcome: 'migrated' })
    expect(await getTenant(app, id)).toBeNull()
  })

  test('without tenancy it is refused before the first statement', async () => {
    const { driver } = await open((await server.freshDatabase()).url)
    const report = await new Migrator(driver, tenancyRls).up()
    expect(report).toMatchObject({ outcome: 'blocked' })
    expect(JSON.stringify(report)).toContain('tenancy>=002')
  })
})

onEveryEngine(tenancy, (database) => {
  test('off PostgreSQL it is refused, and says that it is not there for this engine', async () => {
    if (database.dialect === 'postgres') return
    const report = await new Migrator(database.driver(), tenancyRls).up()
    expect(report).toMatchObject({ outcome: 'blocked' })
    expect(JSON.stringify(report)).toMatch(/VARIANT_MISSING|variants for postgres and none for/)
    await expect(withTenant(database.handle(), 'a', counts)).rejects.toThrow('Only PostgreSQL keeps tenants apart')
    await expect(withApiKey(database.handle(), 'a', counts)).rejects.toThrow('Only PostgreSQL keeps tenants apart')
  })
})
