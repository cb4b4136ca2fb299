// Owns: G-T3, G-F1 to G-F4, R7, G-D2, G-D6, G-D12, G-X5: conversations of a tenant.
// Must not know: what messages say.

import { isDriverError } from '@godwit/core'
import { describe, expect, test, vi } from 'vitest'
import { type Handle, tenancy } from '../../src/index.ts'
import {
  archiveConversation,
  CONVERSATION_STATUSES,
  type ConversationStatus,
  createConversation,
  deleteConversation,
  FOLLOWING_STATUSES,
  getConversationByThreadId,
  getOrCreateConversation,
  listConversations,
  loadMessages,
  saveMessage,
  setConversationStatus,
  updateConversationTitle,
} from '../../src/lines/tenancy/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'
import { someConversation, someTenant } from './some-tenant.ts'

async function threads(on: Handle, tenant: string): Promise<readonly string[]> {
  return (await listConversations(on, tenant, 'user')).rows.map(({ thread_id }) => thread_id)
}

onEveryEngine(tenancy, (database) => {
  test('G-F1: a new conversation is active, has the title that is documented, and is read back as it was written', async () => {
    const on = database.handle()
    const tenant = await someTenant(on)
    const created = await createConversation(on, tenant, 'user', 'thread')
    expect(created).toMatchObject({ title: 'New Conversation', status: 'ACTIVE', metadata: null, is_deleted: false, deleted_at: null })
    expect(await getConversationByThreadId(on, tenant, 'thread')).toEqual(created)
  })

  test.each([
    ['', {}],
    [null, 0],
    ['x'.repeat(70_000), []],
    ['日本 🦩', { a: null }],
  ])('a title and metadata stay what they are', async (title, metadata) => {
    const on = database.handle()
    const tenant = await someTenant(on)
    await createConversation(on, tenant, 'user', 'thread', { title, metadata })
    expect(await getConversationByThreadId(on, tenant, 'thread')).toMatchObject({ title, metadata })
  })

  test('G-F1: a second conversation of a thread is refused, and so are one of an unknown tenant and one without a user', async () => {
    const on = database.handle()
    const { tenant_id } = await someConversation(on)
    await expect(createConversation(on, tenant_id, 'user', 'thread')).rejects.toSatisfy(isDriverError)
    await expect(createConversation(on, 'nobody', 'user', 'thread')).rejects.toSatisfy(isDriverError)
    await expect(getOrCreateConversation(on, 'nobody', 'user', 'thread')).rejects.toSatisfy(isDriverError)
    await expect(createConversation(on, tenant_id, '', 'other')).rejects.toThrow('user_id takes a text')
    await expect(createConversation(on, tenant_id, 'user', 'x'.repeat(256))).rejects.toThrow('thread_id takes a text')
  })

  test('R7, G-D2: a thread of the same name is another conversation for another tenant, whatever is done to it', async () => {
    const on = database.handle()
    const ours = await someConversation(on)
    const theirs = await someConversation(on)
    await saveMessage(on, theirs.tenant_id, theirs.id, { role: 'USER', content: 'theirs' })
    const before = await getConversationByThreadId(on, theirs.tenant_id, 'thread')
    expect((await getOrCreateConversation(on, ours.tenant_id, 'user', 'thread')).id).toBe(ours.id)
    await updateConversationTitle(on, ours.tenant_id, 'thread', 'ours')
    await archiveConversation(on, ours.tenant_id, 'thread')
    expect(await loadMessages(on, ours.tenant_id, theirs.id)).toEqual([])
    expect(await saveMessage(on, ours.tenant_id, theirs.id, { role: 'USER', content: 'x' })).toBeNull()
    expect(await deleteConversation(on, ours.tenant_id, 'thread')).toBe(true)
    expect(await getConversationByThreadId(on, ours.tenant_id, 'thread')).toBeNull()
    expect(await getConversationByThreadId(on, theirs.tenant_id, 'thread')).toEqual(before)
    expect(await loadMessages(on, theirs.tenant_id, theirs.id)).toHaveLength(1)
  })

  test('G-D2: a message of one tenant in the conversation of another is refused by the table', async () => {
    const on = database.handle()
    const [ours, theirs] = [await someConversation(on), await someConversation(on)]
    const insert = `INSERT INTO messages (id, tenant_id, conversation_id, role, content) VALUES ('x', '${ours.tenant_id}', '${theirs.id}', 'USER', 'x')`
    await expect(on.run(insert)).rejects.toSatisfy(isDriverError)
  })

  test('G-F2: of ten who ask for the same thread at once, all get the same', async () => {
    const tenant = await someTenant(database.handle())
    const connections = await Promise.all(Array.from({ length: 10 }, database.another))
    for (const thread of ['a', 'b', 'c']) {
      const got = await Promise.all(connections.map((on) => getOrCreateConversation(on, tenant, 'user', thread)))
      expect(new Set(got.map(({ id }) => id)).size).toBe(1)
      expect(got[0]).toEqual(await getConversationByThreadId(database.handle(), tenant, thread))
    }
  })

  test('G-F2: another user of the tenant does not get the thread', async () => {
    const on = database.handle()
    const { tenant_id } = await someConversation(on)
    await expect(getOrCreateConversation(on, tenant_id, 'another', 'thread')).rejects.toMatchObject({ rule: 'conflict' })
  })

  describe('lists', () => {
    test('G-F3: a list is the user’s, archived ones too and deleted ones not, and tells how many there are', async () => {
      const on = database.handle()
      const tenant = await someTenant(on)
      for (const thread of ['a', 'b', 'c', 'd']) await createConversation(on, tenant, 'user', thread)
      await createConversation(on, tenant, 'another', 'e')
      await archiveConversation(on, tenant, 'b')
      await setConversationStatus(on, tenant, 'c', 'DELETED')
      expect(await threads(on, tenant)).toEqual(['b', 'd', 'a'])
      expect(await listConversations(on, tenant, 'user', { limit: 1, offset: 1 })).toMatchObject({ rows: [{ thread_id: 'd' }], total: 3 })
      expect(await listConversations(on, tenant, 'user', { limit: 0 })).toEqual({ rows: [], total: 3 })
      expect(await listConversations(on, tenant, 'user', { status: 'DELETED' })).toMatchObject({ rows: [{ thread_id: 'c' }], total: 1 })
      expect(await listConversations(on, tenant, 'nobody')).toEqual({ rows: [], total: 0 })
      await expect(listConversations(on, tenant, 'user', { limit: -1 })).rejects.toThrow('takes a whole number from 0')
      await expect(listConversations(on, tenant, 'user', { status: 'active' as never })).rejects.toMatchObject({ rule: 'word' })
    })

    test('G-D6: whatever changes a conversation makes it the first, also within a millisecond and when the clock goes back', async () => {
      const on = database.handle()
      const tenant = await someTenant(on)
      const made: Record<string, string> = {}
      for (const thread of ['a', 'b', 'c']) made[thread] = (await createConversation(on, tenant, 'user', thread)).id
      const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() - 60_000)
      try {
        const say = async (thread: string): Promise<unknown> => saveMessage(on, tenant, made[thread] ?? '', { role: 'USER', content: 'x' })
        await say('a')
        expect(await threads(on, tenant)).toEqual(['a', 'c', 'b'])
        await say('b')
        await say('a')
        await say('a')
        expect(await threads(on, tenant)).toEqual(['a', 'b', 'c'])
        await updateConversationTitle(on, tenant, 'c', 'title')
        expect(await threads(on, tenant)).toEqual(['c', 'a', 'b'])
        await setConversationStatus(on, tenant, 'b', 'PENDING_APPROVAL')
        expect(await threads(on, tenant)).toEqual(['b', 'c', 'a'])
      } finally {
        clock.mockRestore()
      }
    })
  })

  describe('changes', () => {
    test('G-F4: a title is changed and nothing else', async () => {
      const on = database.handle()
      const created = await someConversation(on)
      const changed = await updateConversationTitle(on, created.tenant_id, 'thread', 'Other')
      expect(changed).toEqual({ ...created, title: 'Other', updated_at: changed?.updated_at })
      expect(await getConversationByThreadId(on, created.tenant_id, 'thread')).toEqual(changed)
    })

    test('G-F4: what is not there is null or false', async () => {
      const on = database.handle()
      const tenant = await someTenant(on)
      expect(await getConversationByThreadId(on, tenant, 'none')).toBeNull()
      expect(await updateConversationTitle(on, tenant, 'none', 'x')).toBeNull()
      expect(await archiveConversation(on, tenant, 'none')).toBeNull()
      expect(await setConversationStatus(on, tenant, 'none', 'ARCHIVED')).toBeNull()
      expect(await deleteConversation(on, tenant, 'none')).toBe(false)
    })

    test('G-F4: with a conversation go its messages, and its thread is free again', async () => {
      const on = database.handle()
      const { tenant_id, id } = await someConversation(on)
      await saveMessage(on, tenant_id, id, { role: 'USER', content: 'x' })
      expect(await deleteConversation(on, tenant_id, 'thread')).toBe(true)
      expect(await loadMessages(on, tenant_id, id)).toEqual([])
      expect((await getOrCreateConversation(on, tenant_id, 'another', 'thread')).id).not.toBe(id)
    })

    const steps = CONVERSATION_STATUSES.flatMap((from) => CONVERSATION_STATUSES.map((to) => [from, to] as const))
    /** A way to each status. */
    const WAYS: { readonly [Status in ConversationStatus]: readonly ConversationStatus[] } = {
      ACTIVE: [],
      PENDING_APPROVAL: ['PENDING_APPROVAL'],
      COMPLETED: ['COMPLETED'],
      ARCHIVED: ['ARCHIVED'],
      DELETED: ['DELETED'],
    }
    test.each(steps)('from %s to %s it goes as the table of statuses says', async (from, to) => {
      const on = database.handle()
      const { tenant_id } = await someConversation(on)
      for (const status of WAYS[from]) await setConversationStatus(on, tenant_id, 'thread', status)
      const step = setConversationStatus(on, tenant_id, 'thread', to)
      if (FOLLOWING_STATUSES[from].includes(to)) expect(await step).toMatchObject({ status: to, is_deleted: to === 'DELETED' })
      else await expect(step).rejects.toMatchObject({ rule: 'status', message: expect.stringContaining(from) as string })
    })

    test('G-D12: a status that is none is refused, also in other letters, and one that somebody else wrote is read as it is', async () => {
      const on = database.handle()
      const { tenant_id, id } = await someConversation(on)
      for (const status of ['archived', 'bogus', ''])
        await expect(setConversationStatus(on, tenant_id, 'thread', status as never)).rejects.toMatchObject({ rule: 'word' })
      await on.run(`UPDATE conversations SET status = 'active' WHERE id = '${id}'`)
      expect(await getConversationByThreadId(on, tenant_id, 'thread')).toMatchObject({ status: 'active' })
    })

    test('a deleted conversation is kept and not found, and takes nothing', async () => {
      const on = database.handle()
      const { tenant_id, id } = await someConversation(on)
      await saveMessage(on, tenant_id, id, { role: 'USER', content: 'x' })
      const deleted = await setConversationStatus(on, tenant_id, 'thread', 'DELETED')
      expect(deleted).toMatchObject({ is_deleted: true, deleted_at: deleted?.updated_at })
      expect(await getConversationByThreadId(on, tenant_id, 'thread')).toBeNull()
      expect(await updateConversationTitle(on, tenant_id, 'thread', 'x')).toBeNull()
      expect(await saveMessage(on, tenant_id, id, { role: 'USER', content: 'y' })).toBeNull()
      await expect(getOrCreateConversation(on, tenant_id, 'user', 'thread')).rejects.toMatchObject({ rule: 'status' })
      expect(await loadMessages(on, tenant_id, id)).toHaveLength(1)
    })

    test('of ten who archive the same conversation, one does', async () => {
      const { tenant_id } = await someConversation(database.handle())
      const connections = await Promise.all(Array.from({ length: 10 }, database.another))
      const outcomes = await Promise.allSettled(connections.map((on) => archiveConversation(on, tenant_id, 'thread')))
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ rule: 'status' })
    })
  })

  test('a transaction that is passed in takes all of it along, or nothing', async () => {
    const on = database.handle()
    const tenant = await someTenant(on)
    const failure = on.transaction(async (inside) => {
      const { id } = await getOrCreateConversation(inside, tenant, 'user', 'undone')
      await saveMessage(inside, tenant, id, { role: 'USER', content: 'x' })
      throw new Error('changed my mind')
    })
    await expect(failure).rejects.toThrow('changed my mind')
    expect(await getConversationByThreadId(on, tenant, 'undone')).toBeNull()
  })
})
