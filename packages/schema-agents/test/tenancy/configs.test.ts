// Owns: G-T2, G-F8, G-D7, G-D8, G-X5: configuration of tenants, and secrets in it.
// Must not know: conversations, how a secret is hidden.

import { randomUUID } from 'node:crypto'
import { isDriverError } from '@godwit/core'
import { expect, test } from 'vitest'
import { tenancy } from '../../src/index.ts'
import {
  createTenant,
  deleteTenantConfig,
  getAllTenantConfigs,
  getTenantConfig,
  importTenantConfig,
  rewrapTenantSecrets,
  type SecretKey,
  setTenantConfig,
} from '../../src/lines/tenancy/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'
import { someTenant } from './some-tenant.ts'

const one: SecretKey = { kid: 'one', key: new Uint8Array(32).fill(1) }
const two: SecretKey = { kid: 'two', key: new Uint8Array(32).fill(2) }
const token = { access: 'tok_very_secret', scopes: ['mail'] }

onEveryEngine(tenancy, (database) => {
  test.each([null, 0, '', false, {}, [], 'ünï 🦩', { deep: [[1, { a: null }]] }, '\u0000'])(
    'G-F8: the value %j is the same afterwards, and not the fallback',
    async (value) => {
      const on = database.handle()
      const tenant = await someTenant(on)
      expect(await setTenantConfig(on, tenant, 'k', value)).toMatchObject({ tenant_id: tenant, config_key: 'k', config_value: value })
      expect(await getTenantConfig(on, tenant, 'k', 'fallback')).toEqual(value)
    },
  )

  test('G-F8: what was never set is the fallback, and null without one', async () => {
    const on = database.handle()
    const tenant = await someTenant(on)
    expect(await getTenantConfig(on, tenant, 'k', { a: 1 })).toEqual({ a: 1 })
    expect(await getTenantConfig(on, tenant, 'k')).toBeNull()
    expect(await getAllTenantConfigs(on, tenant)).toEqual({})
    expect(await deleteTenantConfig(on, tenant, 'k')).toBe(false)
  })

  test('G-D8: setting a key again changes its one row', async () => {
    const on = database.handle()
    const tenant = await someTenant(on)
    const before = await setTenantConfig(on, tenant, 'k', 1)
    const after = await setTenantConfig(on, tenant, 'k', 2)
    expect(after).toEqual({ ...before, config_value: 2, updated_at: after.updated_at })
    expect(await setTenantConfig(on, tenant, 'k', 2)).toMatchObject({ id: before.id })
    expect(await getAllTenantConfigs(on, tenant)).toEqual({ k: 2 })
  })

  test('G-D8: a second row of a key is refused by the table', async () => {
    const on = database.handle()
    const tenant = await someTenant(on)
    await setTenantConfig(on, tenant, 'k', 1)
    const second = on.run(`INSERT INTO tenant_configs (id, tenant_id, config_key, config_value) VALUES ('x', '${tenant}', 'k', '1')`)
    await expect(second).rejects.toSatisfy(isDriverError)
  })

  test('G-D8: ten who set the same key at once leave one row', async () => {
    const tenant = await someTenant(database.handle())
    const connections = await Promise.all(Array.from({ length: 10 }, database.another))
    const written = await Promise.all(connections.map((on, n) => setTenantConfig(on, tenant, 'k', n)))
    expect(new Set(written.map(({ id }) => id)).size).toBe(1)
    expect(Object.keys(await getAllTenantConfigs(database.handle(), tenant))).toEqual(['k'])
  })

  test('G-D2: a key is its tenant’s, and keys that differ in case are two', async () => {
    const on = database.handle()
    const [a, b] = [await someTenant(on), await someTenant(on)]
    await setTenantConfig(on, a, 'k', 'a')
    await setTenantConfig(on, b, 'k', 'b')
    await setTenantConfig(on, b, 'K', 'large')
    expect(await getTenantConfig(on, a, 'k')).toBe('a')
    expect(await getAllTenantConfigs(on, b)).toEqual({ k: 'b', K: 'large' })
    expect(await deleteTenantConfig(on, a, 'k')).toBe(true)
    expect(await getTenantConfig(on, b, 'k')).toBe('b')
  })

  test('G-X5: configuration of a tenant that is not there is refused, and so is what is no JSON or no key', async () => {
    const on = database.handle()
    await expect(setTenantConfig(on, 'nobody', 'k', 1)).rejects.toSatisfy(isDriverError)
    await expect(importTenantConfig(on, 'nobody', 'k', 1)).rejects.toSatisfy(isDriverError)
    const tenant = await someTenant(on)
    await expect(setTenantConfig(on, tenant, 'k', undefined as never)).rejects.toThrow('takes a JSON value')
    await expect(setTenantConfig(on, tenant, '', 1)).rejects.toThrow('config_key takes a text')
  })

  test('G-F8: an import sets what is not there, and leaves what was changed since', async () => {
    const on = database.handle()
    const tenant = await someTenant(on)
    expect(await importTenantConfig(on, tenant, 'mcp', { servers: [] })).toBe(true)
    await setTenantConfig(on, tenant, 'mcp', { servers: ['a'] })
    expect(await importTenantConfig(on, tenant, 'mcp', { servers: [] })).toBe(false)
    expect(await getTenantConfig(on, tenant, 'mcp')).toEqual({ servers: ['a'] })
  })

  test('G-D7: a secret is not in the table, and opens with its key', async () => {
    const on = database.handle()
    const tenant = await someTenant(on)
    expect(JSON.stringify(await setTenantConfig(on, tenant, 'gmail', token, one))).not.toContain('secret":"')
    const { rows } = await on.run(`SELECT config_value FROM tenant_configs WHERE tenant_id = '${tenant}'`)
    expect(JSON.stringify(rows)).not.toContain('tok_')
    expect(await getTenantConfig(on, tenant, 'gmail', null, [two, one])).toEqual(token)
    expect(await getAllTenantConfigs(on, tenant, [one])).toEqual({ gmail: token })
    expect(await getAllTenantConfigs(on, tenant)).toEqual({})
  })

  test('G-D7: without its key, or with another of its name, a secret is refused, and no message has it', async () => {
    const on = database.handle()
    const tenant = await someTenant(on)
    await setTenantConfig(on, tenant, 'gmail', token, one)
    const refusals = [
      [[], 'key'],
      [[two], 'key'],
      [[{ kid: 'one', key: two.key }], 'seal'],
    ] as const
    for (const [keys, reason] of refusals) {
      const error: unknown = await getTenantConfig(on, tenant, 'gmail', null, keys).catch((refused: unknown) => refused)
      expect(error).toMatchObject({ name: 'SecretRefused', reason })
      expect(String(error)).not.toContain('tok_')
      await expect(getAllTenantConfigs(on, tenant, keys)).rejects.toMatchObject({ reason })
    }
  })

  test('G-D7: nor where tenant and key are written one behind the other and make the same text', async () => {
    const on = database.handle()
    const id = randomUUID()
    const [near, far] = [`${id}|x`, id]
    for (const tenant of [near, far]) await createTenant(on, { id: tenant, name: 'n' })
    await setTenantConfig(on, near, 'y', token, one)
    expect(await getTenantConfig(on, near, 'y', null, [one])).toEqual(token)
    await on.run(`UPDATE tenant_configs SET tenant_id = '${far}', config_key = 'x|y' WHERE tenant_id = '${near}'`)
    await expect(getTenantConfig(on, far, 'x|y', null, [one])).rejects.toMatchObject({ reason: 'seal' })
  })

  test('G-D7: a secret that is copied to another tenant or key does not open there', async () => {
    const on = database.handle()
    const [a, b] = [await someTenant(on), await someTenant(on)]
    const { config_value } = await setTenantConfig(on, a, 'gmail', token, one)
    await setTenantConfig(on, b, 'gmail', 'other', one)
    await on.run(`UPDATE tenant_configs SET config_value = '${JSON.stringify(config_value)}' WHERE tenant_id = '${b}'`)
    await expect(getTenantConfig(on, b, 'gmail', null, [one])).rejects.toMatchObject({ reason: 'seal' })
  })

  test('a secret is not made readable by being set without a key', async () => {
    const on = database.handle()
    const tenant = await someTenant(on)
    await setTenantConfig(on, tenant, 'gmail', token, one)
    await expect(setTenantConfig(on, tenant, 'gmail', 'open')).rejects.toMatchObject({ rule: 'conflict' })
    expect(await getTenantConfig(on, tenant, 'gmail', null, [one])).toEqual(token)
    await setTenantConfig(on, tenant, 'gmail', 'new', two)
    expect(await getTenantConfig(on, tenant, 'gmail', null, [two])).toBe('new')
    await deleteTenantConfig(on, tenant, 'gmail')
    expect(await setTenantConfig(on, tenant, 'gmail', 'open')).toMatchObject({ is_secret: false, config_value: 'open' })
  })

  test('secrets get under a new key without being set again, all or none, and what is none stays', async () => {
    const on = database.handle()
    const tenant = await someTenant(on)
    await setTenantConfig(on, tenant, 'gmail', token, one)
    await setTenantConfig(on, tenant, 'zoho', 'z', two)
    await setTenantConfig(on, tenant, 'open', { kid: 'one' })
    await expect(rewrapTenantSecrets(on, tenant, [], two)).rejects.toMatchObject({ reason: 'key' })
    expect(await rewrapTenantSecrets(on, tenant, [one], two)).toBe(1)
    expect(await rewrapTenantSecrets(on, tenant, [one], two)).toBe(0)
    expect(await getAllTenantConfigs(on, tenant, [two])).toEqual({ gmail: token, open: { kid: 'one' }, zoho: 'z' })
  })
})
