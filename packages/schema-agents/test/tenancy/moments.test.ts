// Owns: that what is deleted as old does not depend on where the program runs.
// Must not know: how moments are read.

import { randomUUID } from 'node:crypto'
import { afterEach, expect, test, vi } from 'vitest'
import { tenancy } from '../../src/index.ts'
import { createConversation, createTenant, deleteMessagesBefore, loadMessages, saveMessage } from '../../src/lines/tenancy/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'

afterEach(() => vi.unstubAllEnvs())

onEveryEngine(tenancy, (database) => {
  test('a moment without a zone is UTC: in New York no message of the last hours goes with the old ones', async () => {
    vi.stubEnv('TZ', 'America/New_York')
    const on = database.handle()
    const { tenant } = await createTenant(on, { name: 't' })
    const { id } = await createConversation(on, tenant.id, 'user', randomUUID())
    await saveMessage(on, tenant.id, id, { role: 'USER', content: 'new' })
    const anHourAgo = new Date(Date.now() - 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
    expect(await deleteMessagesBefore(on, tenant.id, anHourAgo)).toBe(0)
    expect(await loadMessages(on, tenant.id, id)).toHaveLength(1)
  })
})
