// Owns: R7: every statement of the line `tenancy` says whose rows it is about.
// Must not know: what the statements are for.

import { expect, test } from 'vitest'
import { type Handle, type Query, tenancy } from '../../src/index.ts'
import * as functions from '../../src/lines/tenancy/index.ts'
import { placeOf } from '../../src/sql/place.ts'
import { onEveryEngine } from '../on-every-engine.ts'

const { tenantQueries, tenantConfigQueries, conversationQueries, conversationTransitions, messageQueries } = functions

type Named = readonly (readonly [string, Query<never, unknown>])[]
const SETS: Named = [tenantQueries, tenantConfigQueries, conversationQueries, conversationTransitions, messageQueries].flatMap(
  (set) => Object.entries(set) as Named,
)

/** Which queries need not know the tenant: those that find out who it is, by its key or by its name. A new tenant has its own id. */
const ASKS_WHO = tenantQueries.getByApiKey
const ASKS_WHICH = tenantQueries.getByName
/** For whoever runs the service. */
const ASKS_ALL: unknown = tenantQueries.listPage
const MAKES = [tenantQueries.insert, tenantQueries.insertIfAbsent] as readonly unknown[]

/** Behind which row a page goes on, on MySQL. What is in the parentheses stays in them. */
const BEHIND = / AND \(c\.updated_at < [^()]*\([^()]*\) OR c\.seq < \? AND c\.updated_at = [^()]*\([^()]*\)\)/

test.each(SETS)('R7: %s takes the tenant, and its condition is on it', (_, query) => {
  for (const dialect of ['sqlite', 'postgres', 'mysql'] as const) {
    const place = placeOf(dialect)
    const text = query.text(place)
    if (query === ASKS_WHO) {
      expect(text).toMatch(/ WHERE api_key = (\?|\$1) AND is_active/)
    } else if (query === ASKS_WHICH) {
      expect(text).toMatch(/ FROM tenants WHERE name (= (\?|\$1)|COLLATE utf8mb4_bin LIKE [^?]+\?[^?]+ ESCAPE '!') ORDER BY id$/)
    } else if (query === ASKS_ALL) {
      expect(query.order(place)).toEqual(['arrival', 'limit'])
    } else if (MAKES.includes(query)) {
      expect(query.order(place)[0]).toBe('id')
    } else {
      expect(query.order(place)).toContain('tenant_id')
      // Of one tenant, and nothing beside it: an OR could let others in.
      expect(text).toMatch(/^INSERT INTO \w+ \([\w, ]*\btenant_id\b| WHERE (tenant_id|id) = (\?|\$\d+)( AND | ORDER | FOR |\s*$)/)
      expect(text.replace(BEHIND, '')).not.toMatch(/\bOR\b|\bJOIN\b|\bUNION\b/)
      if (/ WHERE id = /.test(text)) expect(text).toMatch(/(FROM|UPDATE) tenants /)
    }
  }
})

/** The same handle, which also tells what was run. */
function watched(on: Handle, seen: Set<string>): Handle {
  return {
    place: on.place,
    run: (text, params) => {
      seen.add(text)
      return on.run(text, params)
    },
    transaction: (work) => on.transaction((inside) => work(watched(inside, seen))),
  }
}

onEveryEngine(tenancy, (database) => {
  test('R7: the functions run the statements of the query sets and no others', async () => {
    const seen = new Set<string>()
    const on = watched(database.handle(), seen)
    const { tenant, apiKey } = await functions.createTenant(on, { name: 'a' })
    const t = tenant.id
    const conversation = await functions.createConversation(on, t, 'user', 'thread')
    const c = conversation.id
    await functions.ensureDefaultTenant(on)
    await functions.getTenant(on, t)
    await functions.getTenantByApiKey(on, apiKey)
    await functions.findTenant(on, 'a')
    await functions.rotateApiKey(on, t)
    await functions.suspendTenant(on, t)
    await functions.restoreTenant(on, t)
    await functions.setTenantConfig(on, t, 'k', 1)
    await functions.importTenantConfig(on, t, 'l', 1)
    await functions.getTenantConfig(on, t, 'k')
    await functions.getAllTenantConfigs(on, t)
    await functions.deleteTenantConfig(on, t, 'k')
    await functions.rewrapTenantSecrets(on, t, [], { kid: 'k', key: new Uint8Array(32) })
    await functions.getConversationByThreadId(on, t, 'thread')
    await functions.getOrCreateConversation(on, t, 'user', 'other')
    await functions.listConversations(on, t, 'user')
    await functions.listConversations(on, t, 'user', { status: 'ACTIVE' })
    await functions.listConversationsPage(on, t, 'user')
    await functions.listConversationsPage(on, t, 'user', { status: 'ACTIVE' })
    await functions.listTenantsPage(on)
    await functions.updateConversationTitle(on, t, 'thread', 'x')
    await functions.setConversationStatus(on, t, 'thread', 'PENDING_APPROVAL')
    await functions.setConversationStatus(on, t, 'thread', 'ACTIVE')
    await functions.archiveConversation(on, t, 'thread')
    await functions.setConversationStatus(on, t, 'other', 'COMPLETED')
    await functions.setConversationStatus(on, t, 'other', 'DELETED')
    await functions.saveMessage(on, t, c, { role: 'USER', content: 'x' })
    await functions.loadHistory(on, t, 'user', 'thread')
    await functions.saveHistory(on, t, 'user', 'thread', [{ role: 'USER', content: 'y' }])
    await functions.loadMessages(on, t, c, { limit: 1 })
    await functions.latestMessages(on, t, c)
    await functions.messagesAfter(on, t, c, 0)
    await functions.messagesBefore(on, t, c, 9)
    await functions.countMessages(on, t, c)
    await functions.keepLastMessages(on, t, c, 1)
    await functions.deleteMessagesBefore(on, t, new Date())
    await functions.deleteMessagesBefore(on, t, new Date(), c)
    await functions.deleteConversation(on, t, 'thread')
    await functions.deleteTenant(on, t)
    const known = SETS.map(([, query]) => query.text(on.place))
    expect([...seen].filter((text) => !known.includes(text))).toEqual([])
    expect(known.filter((text) => !seen.has(text))).toEqual([])
  })
})
