// Owns: G-T1, G-T5, R6, G-D1, G-D7, G-D11, G-X8: tenants, their keys, and the default tenant.
// Must not know: configuration, conversations.

import { createHash } from 'node:crypto'
import { isDriverError } from '@godwit/core'
import { describe, expect, test } from 'vitest'
import { type Handle, tenancy } from '../../src/index.ts'
import {
  createTenant,
  createThreadId,
  DEFAULT_TENANT_ID,
  deleteTenant,
  ensureDefaultTenant,
  findTenant,
  getConversationByThreadId,
  getOrCreateConversation,
  getTenant,
  getTenantByApiKey,
  getTenantConfig,
  loadHistory,
  loadMessages,
  resolveTenantId,
  restoreTenant,
  rotateApiKey,
  saveHistory,
  saveMessage,
  setTenantConfig,
  suspendTenant,
} from '../../src/lines/tenancy/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const KNOWN = 'dev_api_key_12345'

async function keyColumns(on: Handle, id: string): Promise<unknown> {
  return (await on.run(`SELECT api_key, api_key_prefix FROM tenants WHERE id = '${id}'`)).rows[0]
}

onEveryEngine(tenancy, (database) => {
  describe('tenants', () => {
    test('G-T1: a new tenant is active and read back as it was written', async () => {
      const on = database.handle()
      const { tenant } = await createTenant(on, { name: 'Acme', metadata: { plan: 'free', seats: 0, note: '' } })
      expect(tenant).toMatchObject({ name: 'Acme', is_active: true, metadata: { plan: 'free', seats: 0, note: '' } })
      expect(tenant.created_at).toMatch(MOMENT)
      expect(await getTenant(on, tenant.id)).toEqual(tenant)
    })

    test.each([
      ['null', null],
      ['an empty object', {}],
      ['an empty list', []],
      ['zero', 0],
      ['false', false],
      ['an empty text', ''],
    ])('metadata that is %s stays that', async (_, metadata) => {
      const on = database.handle()
      const { tenant } = await createTenant(on, { name: '', metadata })
      expect(await getTenant(on, tenant.id)).toMatchObject({ name: '', metadata })
    })

    test('G-D7: of a key only its hash and its beginning are stored, and no row that is read has the hash', async () => {
      const on = database.handle()
      const { tenant, apiKey } = await createTenant(on, { name: 'a' })
      expect(apiKey).toMatch(/^ten_[\w-]{43}$/)
      const hash = `sha256:${createHash('sha256').update(apiKey).digest('hex')}`
      expect(await keyColumns(on, tenant.id)).toEqual({ api_key: hash, api_key_prefix: apiKey.slice(0, 8) })
      expect(JSON.stringify(await getTenant(on, tenant.id))).not.toContain(hash)
      expect(await getTenantByApiKey(on, apiKey)).toEqual(tenant)
      expect(await getTenantByApiKey(on, hash)).toBeNull()
    })

    test('a rotated key opens, and the one before does not', async () => {
      const on = database.handle()
      const { tenant, apiKey } = await createTenant(on, { name: 'a' })
      const rotated = await rotateApiKey(on, tenant.id)
      expect(rotated?.apiKey).not.toBe(apiKey)
      expect(await getTenantByApiKey(on, apiKey)).toBeNull()
      expect(await getTenantByApiKey(on, rotated?.apiKey ?? '')).toEqual(rotated?.tenant)
      expect(rotated?.tenant.api_key_prefix).toBe(rotated?.apiKey.slice(0, 8))
    })

    test('a suspended tenant is there, and its key opens nothing until it is restored', async () => {
      const on = database.handle()
      const { tenant, apiKey } = await createTenant(on, { name: 'a' })
      expect(await suspendTenant(on, tenant.id)).toMatchObject({ is_active: false })
      expect(await getTenantByApiKey(on, apiKey)).toBeNull()
      expect(await getTenant(on, tenant.id)).toMatchObject({ is_active: false })
      expect(await restoreTenant(on, tenant.id)).toMatchObject({ is_active: true })
      expect(await getTenantByApiKey(on, apiKey)).toMatchObject({ id: tenant.id })
    })

    test('who is not there is null or false', async () => {
      const on = database.handle()
      expect(await getTenant(on, 'nobody')).toBeNull()
      expect(await getTenantByApiKey(on, '')).toBeNull()
      expect(await rotateApiKey(on, 'nobody')).toBeNull()
      expect(await suspendTenant(on, 'nobody')).toBeNull()
      expect(await restoreTenant(on, 'nobody')).toBeNull()
      expect(await deleteTenant(on, 'nobody')).toBe(false)
    })

    test('a tenant is found by its id and by its name, its id first, and of several of one name none is taken for the one meant (G-D3)', async () => {
      const on = database.handle()
      const { tenant } = await createTenant(on, { name: 'Ärzte & Söhne' })
      expect(await findTenant(on, tenant.id)).toEqual(tenant)
      expect(await findTenant(on, ' Ärzte & Söhne ')).toEqual(tenant)
      expect(await findTenant(on, 'ärzte & söhne')).toBeNull()
      expect(await findTenant(on, 'nobody')).toBeNull()
      const { tenant: other } = await createTenant(on, { name: tenant.id })
      expect(await findTenant(on, tenant.id)).toEqual(tenant)
      const twin = (await createTenant(on, { name: 'Ärzte & Söhne' })).tenant
      await expect(findTenant(on, 'Ärzte & Söhne')).rejects.toMatchObject({ rule: 'conflict', message: expect.stringContaining(twin.id) })
      expect(await findTenant(on, other.id)).toEqual(other)
    })

    test('an id that is taken, one that is no key, and the slug of the default tenant are refused', async () => {
      const on = database.handle()
      const { tenant } = await createTenant(on, { name: 'a' })
      await expect(createTenant(on, { name: 'b', id: tenant.id })).rejects.toSatisfy(isDriverError)
      for (const id of ['', ' a', 'a ', 'x'.repeat(192)])
        await expect(createTenant(on, { name: 'b', id })).rejects.toThrow('id takes a text')
      await expect(createTenant(on, { name: 'b', id: 'default' })).rejects.toMatchObject({ rule: 'word' })
    })

    test('ids that differ in case only are two tenants', async () => {
      const on = database.handle()
      await createTenant(on, { id: 'acme', name: 'small' })
      await createTenant(on, { id: 'ACME', name: 'large' })
      expect(await getTenant(on, 'ACME')).toMatchObject({ name: 'large' })
    })

    test('G-X5: with a tenant go its configuration, its conversations and their messages, and nobody else’s', async () => {
      const on = database.handle()
      const [gone, stays] = [(await createTenant(on, { name: 'a' })).tenant.id, (await createTenant(on, { name: 'b' })).tenant.id]
      const ids: string[] = []
      for (const tenant of [gone, stays]) {
        await setTenantConfig(on, tenant, 'k', 'v')
        const { id } = await getOrCreateConversation(on, tenant, 'user', 'same-thread')
        await saveMessage(on, tenant, id, { role: 'USER', content: 'x' })
        ids.push(id)
      }
      expect(await deleteTenant(on, gone)).toBe(true)
      expect(await getTenantConfig(on, gone, 'k')).toBeNull()
      expect(await getConversationByThreadId(on, gone, 'same-thread')).toBeNull()
      expect(await loadMessages(on, gone, ids[0] ?? '')).toEqual([])
      expect(await getTenantConfig(on, stays, 'k')).toBe('v')
      expect(await loadMessages(on, stays, ids[1] ?? '')).toHaveLength(1)
    })
  })
})

onEveryEngine(tenancy, (database) => {
  test('G-X8: the migrations make no tenant, and without a key given the default tenant gets one that nobody knows', async () => {
    const on = database.handle()
    expect((await on.run('SELECT id FROM tenants')).rows).toEqual([])
    const { tenant, apiKey } = await ensureDefaultTenant(on)
    expect(tenant).toMatchObject({
      id: DEFAULT_TENANT_ID,
      name: 'Default Tenant',
      is_active: true,
      metadata: { environment: 'development' },
    })
    expect(apiKey).toMatch(/^ten_[\w-]{43}$/)
    expect(await getTenantByApiKey(on, KNOWN)).toBeNull()
    expect(await getTenantByApiKey(on, apiKey ?? '')).toEqual(tenant)
  })

  test('G-D11: it is made once; a rotated key stays, also where the old one is passed again', async () => {
    const on = database.handle()
    expect(await ensureDefaultTenant(on)).toMatchObject({ apiKey: null })
    const rotated = await rotateApiKey(on, DEFAULT_TENANT_ID)
    await suspendTenant(on, DEFAULT_TENANT_ID)
    expect(await ensureDefaultTenant(on, { apiKey: KNOWN, name: 'other' })).toMatchObject({
      tenant: { name: 'Default Tenant', is_active: false },
      apiKey: null,
    })
    await restoreTenant(on, DEFAULT_TENANT_ID)
    expect(await getTenantByApiKey(on, KNOWN)).toBeNull()
    expect(await getTenantByApiKey(on, rotated?.apiKey ?? '')).toMatchObject({ id: DEFAULT_TENANT_ID })
  })

  test('G-T5: a caller who passes the known key gets it, each time', async () => {
    const on = database.handle()
    await deleteTenant(on, DEFAULT_TENANT_ID)
    expect(await ensureDefaultTenant(on, { apiKey: KNOWN })).toMatchObject({ apiKey: KNOWN })
    expect(await ensureDefaultTenant(on, { apiKey: KNOWN })).toMatchObject({ apiKey: KNOWN })
    expect(await getTenantByApiKey(on, KNOWN)).toMatchObject({ id: DEFAULT_TENANT_ID, api_key_prefix: 'dev_' })
  })

  test('G-X8: a key that is another tenant’s is refused', async () => {
    const on = database.handle()
    await deleteTenant(on, DEFAULT_TENANT_ID)
    const { apiKey } = await createTenant(on, { name: 'a' })
    await expect(ensureDefaultTenant(on, { apiKey })).rejects.toMatchObject({ rule: 'conflict' })
    await expect(ensureDefaultTenant(on, { apiKey: '' })).rejects.toThrow('no key')
    expect(await getTenant(on, DEFAULT_TENANT_ID)).toBeNull()
  })

  test('of ten who make it at once, one has its key', async () => {
    const connections = await Promise.all(Array.from({ length: 10 }, database.another))
    const made = await Promise.all(connections.map((on) => ensureDefaultTenant(on)))
    expect(made.filter(({ apiKey }) => apiKey !== null)).toHaveLength(1)
    expect(new Set(made.map(({ tenant }) => tenant.api_key_prefix)).size).toBe(1)
  })

  test('G-X1, G-D1, R6: with what the .env of the original says a program starts, and finds its thread again', async () => {
    const env: Readonly<Record<string, string>> = { DEFAULT_TENANT_ID: 'default', DEFAULT_TENANT_API_KEY: KNOWN }
    const thread = createThreadId(resolveTenantId(env['DEFAULT_TENANT_ID']))
    for (const said of ['first', 'second']) {
      const on = await database.another()
      await ensureDefaultTenant(on, { apiKey: env['DEFAULT_TENANT_API_KEY'] ?? '' })
      const tenant = await getTenant(on, resolveTenantId(env['DEFAULT_TENANT_ID']))
      expect(tenant).toMatchObject({ id: DEFAULT_TENANT_ID })
      const history = await loadHistory(on, DEFAULT_TENANT_ID, 'user', thread)
      await saveHistory(on, DEFAULT_TENANT_ID, 'user', thread, [...history, { role: 'USER', content: said }])
    }
    expect(await loadHistory(database.handle(), DEFAULT_TENANT_ID, 'user', thread)).toMatchObject([
      { content: 'first' },
      { content: 'second' },
    ])
  })
})

test('R6: default, and what is absent or blank, is the default tenant; every other setting is an id', () => {
  for (const setting of ['default', ' default ', '', ' ', undefined]) expect(resolveTenantId(setting)).toBe(DEFAULT_TENANT_ID)
  for (const setting of ['acme', 'Default', DEFAULT_TENANT_ID]) expect(resolveTenantId(setting)).toBe(setting)
})
