// Owns: tenants and conversations page by page.
// Must not know: query texts.

import { beforeAll, expect, test } from 'vitest'
import { type Handle, tenancy } from '../../src/index.ts'
import {
  archiveConversation,
  createConversation,
  createTenant,
  deleteConversation,
  deleteTenant,
  getTenant,
  listConversations,
  listConversationsPage,
  listTenantsPage,
} from '../../src/lines/tenancy/index.ts'
import { ARRIVAL } from '../../src/sql/arrival.ts'
import { onEveryEngine } from '../on-every-engine.ts'
import { pageLaws } from '../page-laws.ts'

const list = {
  idOf: ({ thread_id }: { readonly thread_id: string }) => thread_id,
  remove: (on: Handle, id: string | number) => deleteConversation(on, 'acme', String(id)),
  alike: `UPDATE conversations SET updated_at = '2026-11-29 10:00:00'`,
}

onEveryEngine(tenancy, (database) => {
  beforeAll(async () => void (await createTenant(database.handle(), { id: 'acme', name: 'Acme' })))

  pageLaws(database, 'the conversations of a user', {
    ...list,
    whole: async (on) => (await listConversations(on, 'acme', 'ann', { limit: 1000 })).rows,
    page: (on, onward) => listConversationsPage(on, 'acme', 'ann', onward),
    insert: (on, name) => createConversation(on, 'acme', 'ann', name),
  })

  pageLaws(database, 'the conversations of one status', {
    ...list,
    whole: async (on) => (await listConversations(on, 'acme', 'bob', { status: 'ARCHIVED', limit: 1000 })).rows,
    page: (on, onward) => listConversationsPage(on, 'acme', 'bob', { status: 'ARCHIVED', ...onward }),
    insert: async (on, name) => {
      await createConversation(on, 'acme', 'bob', `archived ${name}`)
      await createConversation(on, 'acme', 'bob', `bob ${name}`)
      return archiveConversation(on, 'acme', `archived ${name}`)
    },
  })

  pageLaws(database, 'tenants', {
    whole: async (on) => {
      const { rows } = await on.run(`SELECT id FROM tenants ORDER BY ${ARRIVAL[on.place.dialect]}`)
      return (await Promise.all(rows.map(({ id }) => getTenant(on, String(id))))).flatMap((tenant) => tenant ?? [])
    },
    page: listTenantsPage,
    idOf: ({ id }) => id,
    insert: (on, name) => createTenant(on, { name }),
    remove: (on, id) => deleteTenant(on, String(id)),
    alike: `UPDATE tenants SET created_at = '2026-11-29 10:00:00'`,
  })

  test('another tenant’s conversations are in no page, whatever page was before', async () => {
    const on = database.handle()
    await createTenant(on, { id: 'other', name: 'Other' })
    await createConversation(on, 'acme', 'cat', 'one')
    await createConversation(on, 'acme', 'cat', 'two')
    const { next } = await listConversationsPage(on, 'acme', 'cat', { limit: 1 })
    expect(await listConversationsPage(on, 'other', 'cat', { after: next })).toEqual({ rows: [], next: null })
  })
})
