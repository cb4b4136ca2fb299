// Owns: what goes with what, and the deletion of old messages.
// Must not know: query texts.

import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { assistants, type Handle } from '../../src/index.ts'
import {
  countMessages,
  createAgent,
  createMemory,
  createMessage,
  createSession,
  createUser,
  deleteAgent,
  deleteMessagesBefore,
  deleteSession,
  deleteUser,
  getMemory,
  getMessage,
  getSession,
  keepLastMessages,
  listMessages,
} from '../../src/lines/assistants/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'

async function conversation(on: Handle): Promise<{ user: string; agent: number; session: string; message: string; memories: string[] }> {
  const user = await createUser(on, {})
  const agent = await createAgent(on, { name: randomUUID(), type: 't', model: 'm' })
  const owners = { user_id: user.id, agent_id: agent.id }
  const session = await createSession(on, { ...owners, name: 'chat' })
  const message = await createMessage(on, { ...owners, session_id: session.id, role: 'user' })
  const memories = [{ user_id: user.id }, { agent_id: agent.id }, { session_id: session.id }, {}]
  const ids: string[] = []
  for (const scope of memories) ids.push((await createMemory(on, { name: randomUUID(), ...scope })).id)
  return { user: user.id, agent: agent.id, session: session.id, message: message?.id ?? '', memories: ids }
}

onEveryEngine(assistants, (database) => {
  const there = async (ids: readonly string[]): Promise<boolean[]> => {
    const found: boolean[] = []
    for (const id of ids) found.push((await getMemory(database.handle(), id)) !== null)
    return found
  }

  test('A-X4, A-D2: with a user go his memories; his sessions and messages stay without him', async () => {
    const on = database.handle()
    const { user, agent, session, message, memories } = await conversation(on)
    expect(await deleteUser(on, user)).toBe(true)
    expect(await getSession(on, session)).toMatchObject({ user_id: null, agent_id: agent, name: 'chat' })
    expect(await getMessage(on, message)).toMatchObject({ user_id: null, agent_id: agent })
    expect(await there(memories)).toEqual([false, true, true, true])
  })

  test('A-D5: two users who are gone may have had sessions of one name', async () => {
    const on = database.handle()
    for (let n = 0; n < 2; n++) expect(await deleteUser(on, (await conversation(on)).user)).toBe(true)
  })

  test('with an agent go its memories; its sessions and messages stay without it', async () => {
    const on = database.handle()
    const { user, agent, session, message, memories } = await conversation(on)
    expect(await deleteAgent(on, agent)).toBe(true)
    expect(await getSession(on, session)).toMatchObject({ user_id: user, agent_id: null, agent_name: null })
    expect(await getMessage(on, message)).toMatchObject({ user_id: user, agent_id: null })
    expect(await there(memories)).toEqual([true, false, true, true])
  })

  test('with a session go its messages and memories', async () => {
    const on = database.handle()
    const { session, message, memories } = await conversation(on)
    expect(await deleteSession(on, session)).toBe(true)
    expect(await getMessage(on, message)).toBeNull()
    expect(await there(memories)).toEqual([true, true, false, true])
  })

  test('ten who append while the user is deleted either do it or are told that he is gone', async () => {
    const { user, session } = await conversation(database.handle())
    const connections = await Promise.all(Array.from({ length: 10 }, database.another))
    const deleting = await database.another()
    const outcomes = await Promise.allSettled([
      ...connections.map((on) => createMessage(on, { session_id: session, user_id: user, role: 'user' })),
      deleteUser(deleting, user),
    ])
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ reason: 'constraint' })
    for (const { user_id } of await listMessages(database.handle(), session)) expect(user_id).toBeNull()
  })

  test('messages before a moment are deleted, of one session or of all, and no others', async () => {
    const on = database.handle()
    const one = (await createSession(on, {})).id
    const two = (await createSession(on, {})).id
    for (const session_id of [one, two])
      for (const created_at of ['2001-01-01T00:00:00.000Z', '2001-01-02T00:00:00.000Z', '2001-01-02T00:00:00.001Z'])
        await createMessage(on, { session_id, role: 'user', created_at })
    expect(await deleteMessagesBefore(on, '2001-01-02T00:00:00.000Z', one)).toBe(1)
    expect([await countMessages(on, one), await countMessages(on, two)]).toEqual([2, 3])
    expect(await deleteMessagesBefore(on, new Date('2001-01-02T00:00:00.001Z'))).toBe(3)
    expect([await countMessages(on, one), await countMessages(on, two)]).toEqual([1, 1])
    expect(await deleteMessagesBefore(on, '2001-01-02T00:00:00.001Z')).toBe(0)
    await expect(deleteMessagesBefore(on, 'yesterday')).rejects.toThrow(/moment/)
  })

  test('more messages than one statement takes are deleted all the same, in a transaction too', async () => {
    const on = database.handle()
    const session_id = (await createSession(on, {})).id
    await on.transaction(async (inside) => {
      for (let n = 0; n < 2_003; n++)
        await createMessage(inside, {
          session_id,
          role: 'user',
          created_at: n % 1_000 === 0 ? '2026-01-01T00:00:00Z' : '2001-01-01T00:00:00Z',
        })
    })
    expect(await on.transaction((inside) => deleteMessagesBefore(inside, '2002-01-01T00:00:00Z', session_id))).toBe(2_000)
    expect(await countMessages(on, session_id)).toBe(3)
  })

  test('the last messages of a session are kept, and those of others stay', async () => {
    const on = database.handle()
    const session_id = (await createSession(on, {})).id
    const other = (await createSession(on, {})).id
    for (const text_content of 'abcde') {
      await createMessage(on, { session_id, role: 'user', text_content })
      await createMessage(on, { session_id: other, role: 'user', text_content })
    }
    expect(await keepLastMessages(on, session_id, 5)).toBe(0)
    expect(await keepLastMessages(on, session_id, 2)).toBe(3)
    expect((await listMessages(on, session_id)).map((each) => each.text_content)).toEqual(['d', 'e'])
    expect(await countMessages(on, other)).toBe(5)
    expect(await keepLastMessages(on, session_id, 0)).toBe(2)
    expect(await keepLastMessages(on, 'nobody', 0)).toBe(0)
    await expect(keepLastMessages(on, other, -1)).rejects.toThrow('takes a whole number from 0')
    expect(await countMessages(on, other)).toBe(5)
  })
})
