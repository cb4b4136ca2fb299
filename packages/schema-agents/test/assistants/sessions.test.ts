// Owns: A-F6, A-F7, what a program does with sessions.
// Must not know: query texts.

import { randomUUID } from 'node:crypto'
import { isDriverError } from '@godwit/core'
import { expect, test } from 'vitest'
import { assistants } from '../../src/index.ts'
import {
  createAgent,
  createMessage,
  createSession,
  createUser,
  deleteSession,
  deleteUser,
  finishSession,
  getSession,
  getSessionByName,
  getUserByEmail,
  listSessions,
  updateSession,
  updateSessionNameIfEmpty,
} from '../../src/lines/assistants/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'

onEveryEngine(assistants, (database) => {
  test('A-T3: a session has nine columns and what its agent is called, and is read back as it was written', async () => {
    const on = database.handle()
    const user = await createUser(on, {})
    const agent = await createAgent(on, { name: randomUUID(), type: 't', model: 'm' })
    const given = {
      id: randomUUID(),
      user_id: user.id,
      agent_id: agent.id,
      name: 'n',
      platform: 'web',
      metadata: { a: null },
      run_finished_at: '2026-11-20T12:00:00.123Z',
    }
    const created = await createSession(on, given)
    expect(created).toEqual({ ...given, agent_name: agent.name, created_at: created.created_at, updated_at: created.updated_at })
    expect(await getSession(on, created.id)).toEqual(created)
    expect(await createSession(on, {})).toMatchObject({ user_id: null, agent_id: null, name: null, metadata: null, agent_name: null })
  })

  test('A-X1, A-D1: the example of the document gets a user’s sessions and how many there are', async () => {
    const on = database.handle()
    await createAgent(on, {
      name: 'docs_agent',
      type: 'helpful_writer',
      model: 'gpt-4.1-mini',
      description: 'Writes project documentation',
    })
    await createUser(on, { email: 'developer@example.com' })
    const user = await getUserByEmail(on, 'developer@example.com')
    const other = await createUser(on, {})
    const ids: string[] = []
    for (let n = 0; n < 11; n++) {
      ids.push((await createSession(on, { user_id: user?.id ?? '' })).id)
      await createSession(on, { user_id: other.id })
    }
    const first = await listSessions(on, { user_id: user?.id ?? '', page: 1, page_size: 10 })
    expect(first.total).toBe(11)
    expect(first.rows.map(({ id }) => id)).toEqual(ids.slice(1).toReversed())
    const second = await listSessions(on, { user_id: user?.id ?? '', page: 2, page_size: 10 })
    expect(second).toMatchObject({ rows: [{ id: ids[0] }], total: 11 })
  })

  test('A-F7: a list says how many messages each has, and is of a user, of an agent, of both or of none', async () => {
    const on = database.handle()
    const user = await createUser(on, {})
    const agent = await createAgent(on, { name: randomUUID(), type: 't', model: 'm' })
    const both = await createSession(on, { user_id: user.id, agent_id: agent.id })
    const ofUser = await createSession(on, { user_id: user.id })
    const ofAgent = await createSession(on, { agent_id: agent.id })
    for (let n = 0; n < 3; n++) await createMessage(on, { session_id: both.id, role: 'user' })
    await createMessage(on, { session_id: ofAgent.id, role: 'user' })
    const counts = async (filter: Parameters<typeof listSessions>[1]): Promise<unknown> => {
      const { rows, total } = await listSessions(on, { page_size: 10_000, ...filter })
      expect(total).toBe(rows.length)
      return Object.fromEntries(rows.map(({ id, message_count }) => [id, message_count]))
    }
    expect(await counts({ user_id: user.id })).toEqual({ [both.id]: 3, [ofUser.id]: 0 })
    expect(await counts({ agent_id: agent.id })).toEqual({ [both.id]: 3, [ofAgent.id]: 1 })
    expect(await counts({ user_id: user.id, agent_id: agent.id })).toEqual({ [both.id]: 3 })
    expect(await counts({ user_id: null, agent_id: agent.id })).toEqual({ [ofAgent.id]: 1 })
    expect(await counts({ user_id: 'nobody' })).toEqual({})
    expect((await listSessions(on, { agent_id: agent.id })).rows[0]).toMatchObject({ agent_name: agent.name })
  })

  test('A-F7: what was changed last is first, or last, and those of one moment keep their order', async () => {
    const on = database.handle()
    const user_id = (await createUser(on, {})).id
    const ids: string[] = []
    for (let n = 0; n < 5; n++) ids.push((await createSession(on, { user_id })).id)
    const listed = async (sort?: 'asc' | 'desc'): Promise<string[]> =>
      (await listSessions(on, { user_id, ...(sort === undefined ? {} : { sort }) })).rows.map(({ id }) => id)
    await on.run(`UPDATE sessions SET updated_at = created_at WHERE user_id = '${user_id}'`)
    await on.run(`UPDATE sessions SET updated_at = '2026-11-20 12:00:00' WHERE user_id = '${user_id}'`)
    expect(await listed()).toEqual(ids.toReversed())
    expect(await listed('asc')).toEqual(ids)
    await finishSession(on, ids[1] ?? '')
    expect((await listed())[0]).toBe(ids[1])
    expect((await listed('asc'))[4]).toBe(ids[1])
    await expect(listSessions(on, { sort: 'sideways' as never })).rejects.toThrow('sort takes asc or desc')
  })

  test('A-D10: page 0 of sessions is refused', async () => {
    await expect(listSessions(database.handle(), { page: 0, page_size: 10 })).rejects.toThrow('page takes a whole number from 1, not 0')
  })

  test('A-F6: created again under its name it is the same session, which keeps what is not given', async () => {
    const on = database.handle()
    const user_id = (await createUser(on, {})).id
    const first = await createSession(on, { user_id, name: 'chat', platform: 'web', metadata: { a: 1 } })
    const second = await createSession(on, { user_id, name: 'chat', metadata: {} })
    expect(second).toEqual({ ...first, metadata: {}, updated_at: second.updated_at })
    expect(await createSession(on, { id: randomUUID(), user_id, name: 'chat', platform: null })).toMatchObject({
      id: first.id,
      platform: null,
    })
    expect((await listSessions(on, { user_id })).total).toBe(1)
  })

  test('A-F6: sessions without a name, or with an empty one, are each their own', async () => {
    const on = database.handle()
    const user_id = (await createUser(on, {})).id
    for (const name of ['', '', null, null]) await createSession(on, { user_id, name })
    expect((await listSessions(on, { user_id })).total).toBe(4)
  })

  test('A-D7: a name with a blank behind it is another name', async () => {
    const on = database.handle()
    const { id: user_id } = await createUser(on, {})
    const first = await createSession(on, { user_id, name: 'chat' })
    const second = await createSession(on, { user_id, name: 'chat ' })
    expect(second).toMatchObject({ name: 'chat ' })
    expect(second.id).not.toBe(first.id)
    expect(await getSessionByName(on, 'chat', user_id)).toEqual(first)
    expect(await createSession(on, { user_id, name: 'chat ' })).toMatchObject({ id: second.id })
  })

  test('A-D7: a name that another user’s session has does not hand that over', async () => {
    const on = database.handle()
    const [one, two] = [await createUser(on, {}), await createUser(on, {})]
    const name = randomUUID()
    const first = await createSession(on, { user_id: one.id, name, metadata: { secret: true } })
    const second = await createSession(on, { user_id: two.id, name })
    const nobodys = await createSession(on, { name })
    expect(new Set([first.id, second.id, nobodys.id]).size).toBe(3)
    expect(await getSession(on, first.id)).toEqual(first)
    expect(second.metadata).toBeNull()
    expect(await createSession(on, { name })).toMatchObject({ id: nobodys.id })
    expect(await getSessionByName(on, name)).toEqual(first)
    expect(await getSessionByName(on, name, two.id)).toEqual(second)
    expect(await getSessionByName(on, name, null)).toMatchObject({ id: nobodys.id })
    expect(await getSessionByName(on, name, 'nobody')).toBeNull()
  })

  test('A-D7: the session of a user who is gone is nobody’s, also under his id and its name', async () => {
    const on = database.handle()
    const user_id = randomUUID()
    await createUser(on, { id: user_id })
    const old = await createSession(on, { user_id, name: 'chat' })
    await deleteUser(on, user_id)
    expect(await getSession(on, old.id)).toMatchObject({ user_id: null, name: 'chat' })
    await createUser(on, { id: user_id })
    const fresh = await createSession(on, { user_id, name: 'chat' })
    expect(fresh.id).not.toBe(old.id)
    expect(await createSession(on, { user_id, name: 'chat' })).toMatchObject({ id: fresh.id })
    expect(await getSession(on, old.id)).toMatchObject({ user_id: null, name: 'chat' })
  })

  test('a session that was renamed leaves its old name free and is found under the new one', async () => {
    const on = database.handle()
    const user_id = (await createUser(on, {})).id
    const first = await createSession(on, { user_id, name: 'old' })
    await updateSession(on, first.id, { name: 'new' })
    const second = await createSession(on, { user_id, name: 'old' })
    expect(second.id).not.toBe(first.id)
    expect(await createSession(on, { user_id, name: 'new' })).toMatchObject({ id: first.id })
    expect(await updateSession(on, second.id, { name: 'new' })).toMatchObject({ name: 'new' })
    expect(await createSession(on, { user_id, name: 'new' })).toMatchObject({ id: first.id })
    await on.run(`UPDATE sessions SET name = 'by hand' WHERE id = '${(await createSession(on, { user_id, name: 'third' })).id}'`)
    expect(await createSession(on, { user_id, name: 'third' })).toMatchObject({ name: 'third' })
  })

  test.each(['a user’s', 'nobody’s'])('ten who create the same session at once, %s, get the same', async (whose) => {
    const user_id = whose === 'nobody’s' ? null : (await createUser(database.handle(), {})).id
    const connections = await Promise.all(Array.from({ length: 10 }, database.another))
    const name = randomUUID()
    const made = await Promise.all(connections.map((on, n) => createSession(on, { user_id, name, metadata: { n } })))
    expect(new Set(made.map(({ id }) => id)).size).toBe(1)
    const counted = await database.handle().run(`SELECT COUNT(*) AS total FROM sessions WHERE name = '${name}'`)
    expect(Number(counted.rows[0]?.['total'])).toBe(1)
  })

  test('A-F6: a name is given where there is none, and says whether it was', async () => {
    const on = database.handle()
    const { id } = await createSession(on, {})
    expect(await updateSessionNameIfEmpty(on, id, 'first')).toBe(true)
    expect(await updateSessionNameIfEmpty(on, id, 'second')).toBe(false)
    expect(await getSession(on, id)).toMatchObject({ name: 'first' })
    const blank = await createSession(on, { name: '' })
    expect(await updateSessionNameIfEmpty(on, blank.id, 'x')).toBe(true)
    expect(await updateSessionNameIfEmpty(on, 'nobody', 'x')).toBe(false)
  })

  test('A-D9: a change leaves alone what it does not name; who is not there is null or false', async () => {
    const on = database.handle()
    const created = await createSession(on, { platform: 'web', metadata: { a: 1 } })
    const changed = await updateSession(on, created.id, { metadata: null })
    expect(changed).toEqual({ ...created, metadata: null, updated_at: changed?.updated_at })
    const finished = await finishSession(on, created.id)
    expect(finished?.run_finished_at).toMatch(/Z$/)
    expect(await getSession(on, 'nobody')).toBeNull()
    await expect(updateSession(on, created.id, { name: 'y' }, { updated_at: changed?.updated_at ?? '' })).rejects.toMatchObject({
      rule: 'conflict',
    })
    expect(await updateSession(on, created.id, { name: 'y' }, { updated_at: finished?.updated_at ?? '' })).toMatchObject({ name: 'y' })
    expect(await updateSession(on, 'nobody', { name: 'x' })).toBeNull()
    expect(await finishSession(on, 'nobody')).toBeNull()
    expect(await deleteSession(on, 'nobody')).toBe(false)
    expect(await deleteSession(on, created.id)).toBe(true)
    expect(await getSession(on, created.id)).toBeNull()
  })

  test('a session of a user or an agent who is not there, and an id that is taken, are refused', async () => {
    const on = database.handle()
    await expect(createSession(on, { user_id: 'nobody' })).rejects.toSatisfy(isDriverError)
    await expect(createSession(on, { user_id: 'nobody', name: 'n' })).rejects.toSatisfy(isDriverError)
    await expect(createSession(on, { agent_id: 999_999_999 })).rejects.toSatisfy(isDriverError)
    const { id } = await createSession(on, {})
    await expect(createSession(on, { id })).rejects.toSatisfy(isDriverError)
    await expect(createSession(on, { id, name: randomUUID() })).rejects.toSatisfy(isDriverError)
    expect(await getSession(on, id)).toMatchObject({ name: null })
  })
})
