// Owns: the line `tenancy`: which migrations, in which order.
// Must not know: what they do, drivers, queries.

import { defineLine, type Line } from '@godwit/core'
import { DIALECTS, type Names } from '../../sql/place.ts'
import { tenantTables } from './migrations/001_tenants.ts'
import { conversationTables } from './migrations/002_conversations_messages.ts'
import { conversationsInOrder } from './migrations/003_conversations_in_order.ts'
import { messagesInOrder } from './migrations/004_messages_in_order.ts'

/**
 * The line under other names: `tenancyLine({ prefix: 'sphere_' })` makes `sphere_tenants`, and so on. The names are part of what is
 * recorded as run: a line that is there under other ones is refused as changed.
 */
export function tenancyLine(names: Names): Line {
  return defineLine({
    name: 'tenancy',
    dialects: DIALECTS,
    migrations: [tenantTables(names), conversationTables(names), conversationsInOrder(names), messagesInOrder(names)],
  })
}

/** Tenants, their configuration, their conversations and the messages of those: the tables of AgentSphere, under its names. */
export const tenancy: Line = tenancyLine({})
