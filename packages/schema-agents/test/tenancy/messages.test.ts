// Owns: G-T4, G-F5, G-D4, G-D12: messages of a conversation.
// Must not know: histories.

import { describe, expect, test } from 'vitest'
import { type Handle, tenancy } from '../../src/index.ts'
import {
  createConversation,
  countMessages,
  deleteMessagesBefore,
  getConversationByThreadId,
  keepLastMessages,
  latestMessages,
  loadMessages,
  messagesAfter,
  messagesBefore,
  type NewMessage,
  ROLES,
  saveMessage,
} from '../../src/lines/tenancy/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'
import { type Followed, tenWriters } from '../ten-writers.ts'
import { someConversation } from './some-tenant.ts'

const note = (content: string): NewMessage => ({ role: 'USER', content })
const contents = (rows: readonly { readonly content: string }[]): string => rows.map(({ content }) => content).join(' ')

async function filled(on: Handle, ...said: readonly string[]): Promise<{ tenant: string; id: string; seqs: readonly number[] }> {
  const { tenant_id: tenant, id } = await someConversation(on)
  const seqs: number[] = []
  for (const content of said) seqs.push((await saveMessage(on, tenant, id, note(content)))?.seq ?? 0)
  return { tenant, id, seqs }
}

onEveryEngine(tenancy, (database) => {
  test('G-F5: a message of each role is saved, read back, and kept in order', async () => {
    const on = database.handle()
    const { tenant_id, id } = await someConversation(on)
    const saved = []
    for (const role of ROLES) saved.push(await saveMessage(on, tenant_id, id, { role, content: role }))
    expect(await loadMessages(on, tenant_id, id)).toEqual(saved)
    expect(saved.map((message) => message?.role)).toEqual(['SYSTEM', 'USER', 'ASSISTANT', 'TOOL'])
    expect(await countMessages(on, tenant_id, id)).toBe(4)
  })

  test.each([null, {}, [], 0, '', false, { tool_call_id: 'x', nested: [{ a: null }], 日本: '🦩' }])(
    'G-D4: the metadata %j is kept',
    async (metadata) => {
      const on = database.handle()
      const { tenant_id, id } = await someConversation(on)
      await saveMessage(on, tenant_id, id, { ...note('x'), metadata })
      expect(await loadMessages(on, tenant_id, id)).toMatchObject([{ metadata }])
    },
  )

  test.each([{ score: Number.NaN }, { scores: [1, Number.POSITIVE_INFINITY] }, { zero: -0 }])(
    'G-D4: the metadata %o is kept as JSON has it, and the same message may be saved again',
    async (metadata) => {
      const on = database.handle()
      const { tenant_id, id } = await someConversation(on)
      const message = { ...note('x'), id: 'of the caller', metadata }
      const saved = await saveMessage(on, tenant_id, id, message)
      expect(saved?.metadata).toEqual(JSON.parse(JSON.stringify(metadata)))
      expect(await saveMessage(on, tenant_id, id, message)).toEqual(saved)
    },
  )

  test.each(['', 'ä'.repeat(70_000), 'O\'Brien \\ "q" \n 🦩'])('what is said is kept whole', async (content) => {
    const on = database.handle()
    const { tenant_id, id } = await someConversation(on)
    await saveMessage(on, tenant_id, id, note(content))
    expect(await loadMessages(on, tenant_id, id)).toMatchObject([{ content }])
  })

  test('G-D6: the conversation’s row is changed with the message', async () => {
    const on = database.handle()
    const conversation = await someConversation(on)
    await new Promise((resolve) => setTimeout(resolve, 5))
    await saveMessage(on, conversation.tenant_id, conversation.id, note('x'))
    const after = await getConversationByThreadId(on, conversation.tenant_id, 'thread')
    expect(after?.updated_at.localeCompare(conversation.updated_at)).toBe(1)
    expect(after).toEqual({ ...conversation, updated_at: after?.updated_at })
  })

  test('G-D12: a role that is none is refused, also in other letters, and nothing is changed by it', async () => {
    const on = database.handle()
    const conversation = await someConversation(on)
    for (const role of ['user', 'bogus'])
      await expect(saveMessage(on, conversation.tenant_id, conversation.id, { role: role as never, content: 'x' })).rejects.toMatchObject({
        rule: 'word',
      })
    expect(await getConversationByThreadId(on, conversation.tenant_id, 'thread')).toEqual(conversation)
    await on.run(
      `INSERT INTO messages (id, tenant_id, conversation_id, role, content) VALUES ('old', '${conversation.tenant_id}', '${conversation.id}', 'assistant', 'x')`,
    )
    expect(await loadMessages(on, conversation.tenant_id, conversation.id)).toMatchObject([{ role: 'assistant' }])
  })

  test('in a conversation that is not there nothing is saved, and nothing is found', async () => {
    const on = database.handle()
    const { tenant_id } = await someConversation(on)
    expect(await saveMessage(on, tenant_id, 'none', note('x'))).toBeNull()
    expect(await loadMessages(on, tenant_id, 'none')).toEqual([])
    expect(await countMessages(on, tenant_id, 'none')).toBe(0)
    expect(await keepLastMessages(on, tenant_id, 'none', 0)).toBe(0)
  })

  test('a message that is saved twice under its id is one, and another one under it is refused', async () => {
    const on = database.handle()
    const [{ tenant_id, id }, other] = [await someConversation(on), await someConversation(on)]
    const message = { ...note('x'), id: 'call-1', metadata: { a: 1, b: [2] } }
    const first = await saveMessage(on, tenant_id, id, message)
    expect(await saveMessage(on, tenant_id, id, { ...message, metadata: { b: [2], a: 1 } })).toEqual(first)
    for (const changed of [{ content: 'y' }, { role: 'TOOL' as const }, { metadata: { a: 1, b: 2 } }])
      await expect(saveMessage(on, tenant_id, id, { ...message, ...changed })).rejects.toMatchObject({ rule: 'conflict' })
    expect(await saveMessage(on, other.tenant_id, other.id, { ...message, content: 'y' })).toMatchObject({ id: 'call-1', content: 'y' })
    expect(await loadMessages(on, tenant_id, id)).toEqual([first])
  })

  describe('pages', () => {
    test('G-F5: a limit is a number of rows, the oldest ones: 0 is none, and all without one', async () => {
      const on = database.handle()
      const { tenant, id } = await filled(on, 'a', 'b', 'c')
      expect(await loadMessages(on, tenant, id, { limit: 0 })).toEqual([])
      expect(contents(await loadMessages(on, tenant, id, { limit: 2 }))).toBe('a b')
      expect(contents(await loadMessages(on, tenant, id))).toBe('a b c')
      await expect(loadMessages(on, tenant, id, { limit: -1 })).rejects.toThrow('takes a whole number from 0')
      expect(contents(await latestMessages(on, tenant, id, 2))).toBe('b c')
      expect(await latestMessages(on, tenant, id, 0)).toEqual([])
    })

    test('what comes after and before a message is in reading order', async () => {
      const on = database.handle()
      const { tenant, id, seqs } = await filled(on, 'a', 'b', 'c', 'd', 'e')
      expect(contents(await messagesAfter(on, tenant, id, 0, 2))).toBe('a b')
      expect(contents(await messagesAfter(on, tenant, id, seqs[1] ?? 0, 2))).toBe('c d')
      expect(contents(await messagesBefore(on, tenant, id, seqs[3] ?? 0, 2))).toBe('b c')
      expect(await messagesAfter(on, tenant, id, seqs[4] ?? 0)).toEqual([])
    })

    test('a hundred of one moment keep their order', async () => {
      const on = database.handle()
      const said = Array.from({ length: 100 }, (_, n) => String(n))
      const { tenant, id } = await filled(on, ...said)
      expect(contents(await loadMessages(on, tenant, id))).toBe(said.join(' '))
    })

    test('the place of a deleted message is not given out again', async () => {
      const on = database.handle()
      const { tenant, id, seqs } = await filled(on, 'a', 'b')
      expect(await keepLastMessages(on, tenant, id, 0)).toBe(2)
      await saveMessage(on, tenant, id, note('c'))
      expect(contents(await messagesAfter(on, tenant, id, seqs[1] ?? 0))).toBe('c')
    })
  })

  test('ten who save to one conversation at once lose and repeat nothing, and a reader who follows misses nothing', async () => {
    const { tenant_id, id } = await someConversation(database.handle())
    const followed: Followed = {
      after: async (on, seq) => (await messagesAfter(on, tenant_id, id, seq, 1_000)).map((message) => message.seq),
      async write(on, writer) {
        const seqs: number[] = []
        for (let n = 0; n < 10; n++) {
          seqs.push((await saveMessage(on, tenant_id, id, note(`${writer}.${n}`)))?.seq ?? 0)
          await new Promise(setImmediate)
        }
        return seqs
      },
    }
    await tenWriters(database, followed, 100)
  })

  test('of ten who save the same message at once, one row stays', async () => {
    const { tenant_id, id } = await someConversation(database.handle())
    const connections = await Promise.all(Array.from({ length: 10 }, database.another))
    const saved = await Promise.all(connections.map((on) => saveMessage(on, tenant_id, id, { ...note('x'), id: 'same' })))
    expect(new Set(saved.map((message) => message?.seq)).size).toBe(1)
    expect(await countMessages(database.handle(), tenant_id, id)).toBe(1)
  })

  describe('retention', () => {
    test('the last ones stay, of this conversation only, and its place in lists does not change', async () => {
      const on = database.handle()
      const { tenant, id } = await filled(on, 'a', 'b', 'c')
      const other = await filled(on, 'x', 'y')
      const before = await getConversationByThreadId(on, tenant, 'thread')
      expect(await keepLastMessages(on, tenant, id, 5)).toBe(0)
      expect(await keepLastMessages(on, tenant, id, 2)).toBe(1)
      expect(contents(await loadMessages(on, tenant, id))).toBe('b c')
      expect(await keepLastMessages(on, tenant, id, 0)).toBe(2)
      expect(await getConversationByThreadId(on, tenant, 'thread')).toEqual(before)
      expect(await countMessages(on, other.tenant, other.id)).toBe(2)
      await expect(keepLastMessages(on, tenant, id, -1)).rejects.toThrow('takes a whole number from 0')
    })

    test('what was saved before a moment goes, of this tenant only', async () => {
      const on = database.handle()
      const { tenant, id } = await filled(on, 'old', 'older')
      const other = await filled(on, 'x')
      const beside = await createConversation(on, tenant, 'user', 'beside')
      await saveMessage(on, tenant, beside.id, note('old'))
      await new Promise((resolve) => setTimeout(resolve, 5))
      const moment = new Date()
      await saveMessage(on, tenant, id, note('new'))
      expect(await deleteMessagesBefore(on, tenant, moment, beside.id)).toBe(1)
      expect(await deleteMessagesBefore(on, other.tenant, moment, id)).toBe(0)
      expect(await countMessages(on, tenant, id)).toBe(3)
      expect(await deleteMessagesBefore(on, tenant, moment)).toBe(2)
      expect(await deleteMessagesBefore(on, tenant, moment.toISOString())).toBe(0)
      expect(contents(await loadMessages(on, tenant, id))).toBe('new')
      expect(await countMessages(on, other.tenant, other.id)).toBe(1)
    })
  })
})
