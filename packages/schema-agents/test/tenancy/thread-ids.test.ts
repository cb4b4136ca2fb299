// Owns: G-F7, G-D10: ids of threads that say whose they are.
// Must not know: tables.

import { expect, test } from 'vitest'
import { createThreadId, parseThreadId } from '../../src/lines/tenancy/index.ts'

test('G-F7: the documented form is made and read', () => {
  expect(createThreadId('acme', '1a2b3c4d')).toBe('tenant_acme_thread_1a2b3c4d')
  expect(parseThreadId('tenant_acme_thread_1a2b3c4d')).toEqual({ tenant_id: 'acme', conversation: '1a2b3c4d' })
})

test.each(['acme', 'tenant_acme', 'a_thread_b', '_thread', 'thread_', '_', 'a b\nc', '00000000-0000-0000-0000-000000000001', '日本'])(
  'G-D10: the tenant %j is read back as it is',
  (tenant_id) => {
    for (const conversation of ['1', 'thread', '1a2b3c4d'])
      expect(parseThreadId(createThreadId(tenant_id, conversation))).toEqual({ tenant_id, conversation })
  },
)

test('G-D10: no two pairs have one id', () => {
  const parts = ['a', 'a_thread', 'thread_a', 'a_thread_a', 'tenant_a', '_']
  const conversations = ['a', 'thread', 'tenant']
  const ids = parts.flatMap((tenant) => conversations.map((conversation) => createThreadId(tenant, conversation)))
  expect(new Set(ids).size).toBe(parts.length * conversations.length)
})

test('G-D10: ids that are made do not collide', () => {
  const ids = Array.from({ length: 1_000 }, () => createThreadId('acme'))
  expect(new Set(ids).size).toBe(1_000)
  expect(parseThreadId(ids[0] ?? '').conversation).toMatch(/^[\da-f]{8}-[\da-f-]{27}$/)
})

test.each(['', 'acme', 'tenant_acme', 'tenant_acme_thread_', 'tenant__thread_1', 'x_tenant_acme_thread_1', 'tenant_a_thread_1_2'])(
  'G-F7: %j is of another form',
  (thread_id) => {
    expect(() => parseThreadId(thread_id)).toThrow('is not of the form')
  },
)

test.each([
  ['', '1'],
  ['a', ''],
  ['a', 'b_c'],
])('G-D10: what could not be read back is not made: %j %j', (tenant_id, conversation) => {
  expect(() => createThreadId(tenant_id, conversation)).toThrow(RangeError)
})
