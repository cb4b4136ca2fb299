// Owns: G-F6, G-D5: the history of a thread, loaded and saved as a whole.
// Must not know: pages.

import { expect, test } from 'vitest'
import { tenancy } from '../../src/index.ts'
import {
  deleteConversation,
  getConversationByThreadId,
  keepLastMessages,
  listConversations,
  loadHistory,
  type NewMessage,
  saveHistory,
  setConversationStatus,
  updateConversationTitle,
} from '../../src/lines/tenancy/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'
import { someTenant } from './some-tenant.ts'

const user = (content: string): NewMessage => ({ role: 'USER', content })
const tool = (content: string, call: string): NewMessage => ({ role: 'TOOL', content, metadata: { tool_call_id: call } })
const contents = (rows: readonly { readonly content: string }[]): string => rows.map(({ content }) => content).join(' ')

onEveryEngine(tenancy, (database) => {
  test('G-F6: loading makes the conversation, and what was saved is loaded in order, with the answers of tools', async () => {
    const on = database.handle()
    const tenant = await someTenant(on)
    expect(await loadHistory(on, tenant, 'user', 't')).toEqual([])
    expect(await getConversationByThreadId(on, tenant, 't')).toMatchObject({ title: 'New Conversation', user_id: 'user' })
    const history = [{ role: 'SYSTEM', content: 's' } as const, user('a'), tool('1', 'x'), tool('1', 'y'), user('a')]
    const saved = await saveHistory(on, tenant, 'user', 't', history)
    expect(saved).toMatchObject(history)
    expect(await loadHistory(on, tenant, 'user', 't')).toEqual(saved)
  })

  test('G-D5: saving the whole history again and again adds what is new, after the answers of tools too', async () => {
    const on = database.handle()
    const tenant = await someTenant(on)
    const history: NewMessage[] = []
    for (const message of [user('a'), tool('b', '1'), tool('b', '2'), user('a'), user('a'), tool('c', '3')]) {
      history.push(message)
      expect(await saveHistory(on, tenant, 'user', 't', history)).toMatchObject([message])
      expect(await saveHistory(on, tenant, 'user', 't', history)).toEqual([])
    }
    expect(contents(await loadHistory(on, tenant, 'user', 't'))).toBe('a b b a a c')
  })

  test('G-D5: two clients on one thread, each with what it knows and without ids, lose nothing', async () => {
    const on = database.handle()
    const tenant = await someTenant(on)
    const base = [user('m1'), user('m2')]
    await saveHistory(on, tenant, 'user', 't', base)
    const [one, two] = [[...base], [...base]]
    for (const n of [1, 2, 3]) {
      one.push(user(`one${n}`))
      await saveHistory(on, tenant, 'user', 't', one)
      two.push(user(`two${n}`), tool('ok', `two${n}`))
      await saveHistory(on, tenant, 'user', 't', two)
    }
    expect(contents(await loadHistory(on, tenant, 'user', 't'))).toBe('m1 m2 one1 two1 ok one2 two2 ok one3 two3 ok')
  })

  test('G-D5: what is new is not lost where something after it was said by another too', async () => {
    const on = database.handle()
    const tenant = await someTenant(on)
    const said = async (...words: readonly string[]): Promise<string> =>
      contents(await saveHistory(on, tenant, 'user', 't', words.map(user)))
    await said('a', 'one', 'thanks')
    expect(await said('a', 'two', 'thanks')).toBe('two thanks')
    expect(await said('a', 'two', 'thanks', 'bye')).toBe('bye')
    expect(await said('other', 'thanks')).toBe('other thanks')
    expect(contents(await loadHistory(on, tenant, 'user', 't'))).toBe('a one thanks two thanks bye other thanks')
  })

  test('G-D5: with the ids of what was loaded, the same words of two clients are two messages', async () => {
    const on = database.handle()
    const tenant = await someTenant(on)
    await saveHistory(on, tenant, 'user', 't', [user('question')])
    const [one, two] = [await loadHistory(on, tenant, 'user', 't'), await loadHistory(on, tenant, 'user', 't')]
    expect(await saveHistory(on, tenant, 'user', 't', [...one, user('ok')])).toHaveLength(1)
    expect(await saveHistory(on, tenant, 'user', 't', [...two, user('ok')])).toHaveLength(1)
    const all = await loadHistory(on, tenant, 'user', 't')
    expect(contents(all)).toBe('question ok ok')
    expect(await saveHistory(on, tenant, 'user', 't', all)).toEqual([])
  })

  test('G-D5: ten clients that save to one new thread at once lose and repeat nothing', async () => {
    const tenant = await someTenant(database.handle())
    const connections = await Promise.all(Array.from({ length: 10 }, database.another))
    await Promise.all(
      connections.map(async (on, client) => {
        const own: NewMessage[] = []
        for (let n = 0; n < 5; n++) {
          own.push({ ...user(`${client}.${n}`), id: `${client}.${n}` })
          await saveHistory(on, tenant, 'user', 't', own)
          await new Promise(setImmediate)
        }
      }),
    )
    const said = (await loadHistory(database.handle(), tenant, 'user', 't')).map(({ content }) => content)
    expect(said.toSorted()).toEqual(Array.from({ length: 50 }, (_, n) => `${Math.floor(n / 5)}.${n % 5}`).toSorted())
    for (let client = 0; client < 10; client++)
      expect(said.filter((content) => content.startsWith(`${client}.`))).toEqual([0, 1, 2, 3, 4].map((n) => `${client}.${n}`))
  })

  test('G-X15: fifty that save to new threads of their own, ten at once, all finish', async () => {
    const tenant = await someTenant(database.handle())
    const connections = await Promise.all(Array.from({ length: 10 }, database.another))
    await Promise.all(
      connections.map(async (on, client) => {
        for (let n = 0; n < 5; n++) {
          await saveHistory(on, tenant, 'user', `${client}.${n}`, [user('a'), user('b')])
          await new Promise(setImmediate)
        }
      }),
    )
    expect(await listConversations(database.handle(), tenant, 'user')).toMatchObject({ total: 50 })
    expect(contents(await loadHistory(database.handle(), tenant, 'user', '9.4'))).toBe('a b')
  })

  test('G-D5: ten that save the same history at once, without ids, save it once', async () => {
    const tenant = await someTenant(database.handle())
    const connections = await Promise.all(Array.from({ length: 10 }, database.another))
    const history = ['a', 'b', 'c'].map(user)
    await Promise.all(connections.map((on) => saveHistory(on, tenant, 'user', 't', history)))
    expect(contents(await loadHistory(database.handle(), tenant, 'user', 't'))).toBe('a b c')
  })

  test('an id that says something else by now is refused, and nothing of that history is saved', async () => {
    const on = database.handle()
    const tenant = await someTenant(on)
    await saveHistory(on, tenant, 'user', 't', [{ ...user('a'), id: '1' }])
    const changed = [
      { ...user('new'), id: '2' },
      { ...user('b'), id: '1' },
    ]
    await expect(saveHistory(on, tenant, 'user', 't', changed)).rejects.toMatchObject({ rule: 'conflict' })
    expect(contents(await loadHistory(on, tenant, 'user', 't'))).toBe('a')
  })

  test('what was cut off at the beginning does not come back from a client that still has it', async () => {
    const on = database.handle()
    const tenant = await someTenant(on)
    const history = ['a', 'b', 'c'].map(user)
    await saveHistory(on, tenant, 'user', 't', history)
    const conversation = await getConversationByThreadId(on, tenant, 't')
    await keepLastMessages(on, tenant, conversation?.id ?? '', 1)
    expect(contents(await saveHistory(on, tenant, 'user', 't', [...history, user('d')]))).toBe('d')
    expect(contents(await loadHistory(on, tenant, 'user', 't'))).toBe('c d')
  })

  test.each([
    ['short', 'short'],
    ['x'.repeat(50), 'x'.repeat(50)],
    ['🦩'.repeat(51), `${'🦩'.repeat(50)}...`],
  ])('G-F6: a conversation is named after its first question, in 50 characters: %s', async (question, title) => {
    const on = database.handle()
    const tenant = await someTenant(on)
    await saveHistory(on, tenant, 'user', 't', [{ role: 'SYSTEM', content: 'no' }])
    expect(await getConversationByThreadId(on, tenant, 't')).toMatchObject({ title: 'New Conversation' })
    await saveHistory(on, tenant, 'user', 't', [{ role: 'SYSTEM', content: 'no' }, user(question), user('later')])
    expect(await getConversationByThreadId(on, tenant, 't')).toMatchObject({ title })
    await updateConversationTitle(on, tenant, 't', 'chosen')
    await saveHistory(on, tenant, 'user', 't', [user('another')])
    expect(await getConversationByThreadId(on, tenant, 't')).toMatchObject({ title: 'chosen' })
  })

  test('nothing new changes nothing', async () => {
    const on = database.handle()
    const tenant = await someTenant(on)
    await saveHistory(on, tenant, 'user', 't', [user('a')])
    const before = await getConversationByThreadId(on, tenant, 't')
    await saveHistory(on, tenant, 'user', 't', [user('a')])
    expect(await getConversationByThreadId(on, tenant, 't')).toEqual(before)
  })

  test('G-D2: another user’s thread and a deleted one are refused, errors reach the caller, and other tenants have their own', async () => {
    const on = database.handle()
    const [tenant, other] = [await someTenant(on), await someTenant(on)]
    await saveHistory(on, tenant, 'user', 't', [user('a')])
    await expect(loadHistory(on, tenant, 'another', 't')).rejects.toMatchObject({ rule: 'conflict' })
    await expect(saveHistory(on, tenant, 'another', 't', [user('x')])).rejects.toMatchObject({ rule: 'conflict' })
    await expect(saveHistory(on, tenant, 'user', 't', [{ role: 'human' as never, content: 'x' }])).rejects.toMatchObject({ rule: 'word' })
    await saveHistory(on, other, 'another', 't', [user('b')])
    expect(contents(await loadHistory(on, tenant, 'user', 't'))).toBe('a')
    await setConversationStatus(on, tenant, 't', 'DELETED')
    await expect(saveHistory(on, tenant, 'user', 't', [user('a')])).rejects.toMatchObject({ rule: 'status' })
    await deleteConversation(on, tenant, 't')
    expect(await loadHistory(on, tenant, 'another', 't')).toEqual([])
  })
})
