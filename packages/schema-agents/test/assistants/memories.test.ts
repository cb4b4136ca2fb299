// Owns: A-F10, what a program does with memories.
// Must not know: query texts.

import { randomUUID } from 'node:crypto'
import { isDriverError } from '@godwit/core'
import { expect, test } from 'vitest'
import { assistants, type Handle } from '../../src/index.ts'
import {
  createAgent,
  createMemory,
  createSession,
  createUser,
  deleteMemory,
  getMemory,
  getMemoryByName,
  listMemories,
  type Scope,
  updateMemory,
} from '../../src/lines/assistants/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'

async function newScope(on: Handle): Promise<Required<Scope>> {
  const user = await createUser(on, {})
  const agent = await createAgent(on, { name: randomUUID(), type: 't', model: 'm' })
  const session = await createSession(on, {})
  return { agent_id: agent.id, user_id: user.id, session_id: session.id }
}

/** All eight scopes that can be made of three owners. */
function scopesOf({ agent_id, user_id, session_id }: Required<Scope>): readonly Scope[] {
  return [{}, { agent_id }].flatMap((a) => [{}, { user_id }].flatMap((u) => [{}, { session_id }].map((s) => ({ ...a, ...u, ...s }))))
}

onEveryEngine(assistants, (database) => {
  test('A-T5: a memory has twelve columns and is read back as it was written', async () => {
    const on = database.handle()
    const given = {
      id: randomUUID(),
      name: 'n',
      description: 'd',
      content: 'c'.repeat(70_000),
      ...(await newScope(on)),
      read_mode: 'system_prompt',
      access: 'read',
      metadata: { a: [null] },
    }
    const created = await createMemory(on, given)
    expect(created).toEqual({ ...given, created_at: created.created_at, updated_at: created.updated_at })
    expect(Object.keys(created)).toHaveLength(12)
    expect(await getMemory(on, created.id)).toEqual(created)
  })

  test('A-D8: one name is one memory in each of the eight scopes, and null is null', async () => {
    const on = database.handle()
    const name = randomUUID()
    const scopes = scopesOf(await newScope(on))
    const ids = new Map<Scope, string>()
    for (const scope of scopes) ids.set(scope, (await createMemory(on, { name, ...scope, content: JSON.stringify(scope) })).id)
    expect(new Set(ids.values()).size).toBe(8)
    for (const scope of scopes) {
      expect(await getMemoryByName(on, name, scope)).toMatchObject({ id: ids.get(scope), content: JSON.stringify(scope) })
      expect(await createMemory(on, { name, ...scope, description: 'again' })).toMatchObject({
        id: ids.get(scope),
        content: JSON.stringify(scope),
        description: 'again',
      })
    }
    expect((await listMemories(on, { name_pattern: name })).length).toBe(8)
  })

  test('A-D2: a memory of an agent and no user can be made', async () => {
    const on = database.handle()
    const { agent_id } = await newScope(on)
    expect(await createMemory(on, { name: 'global', agent_id })).toMatchObject({ agent_id, user_id: null, session_id: null })
  })

  test('created again it keeps what is not given, and takes null', async () => {
    const on = database.handle()
    const scope = await newScope(on)
    const first = await createMemory(on, { name: 'n', ...scope, content: 'c', metadata: { a: 1 }, access: 'write' })
    const second = await createMemory(on, { name: 'n', ...scope, metadata: {}, access: null })
    expect(second).toEqual({ ...first, metadata: {}, access: null, updated_at: second.updated_at })
    expect(await createMemory(on, { id: randomUUID(), name: 'n', ...scope, content: '' })).toMatchObject({ id: first.id, content: '' })
  })

  test('ten who create one memory at once, in each scope, get the same and no error', async () => {
    const scopes = scopesOf(await newScope(database.handle()))
    const connections = await Promise.all(Array.from({ length: 10 }, database.another))
    for (const scope of scopes) {
      const name = randomUUID()
      const made = await Promise.all(connections.map((on, n) => createMemory(on, { name, ...scope, content: String(n) })))
      expect(new Set(made.map(({ id }) => id)).size).toBe(1)
      expect(await listMemories(database.handle(), { name_pattern: name })).toHaveLength(1)
    }
  })

  test('A-D10: a pattern is what a name contains, in small or large letters, and % and _ are letters', async () => {
    const on = database.handle()
    const { agent_id } = await newScope(on)
    for (const name of ['Über 100%', 'über_all', 'uber all', 'ZEBRA', 'a\\b']) await createMemory(on, { name, agent_id })
    const found = async (name_pattern: string): Promise<string[]> =>
      (await listMemories(on, { agent_id, name_pattern })).map(({ name }) => name)
    expect(await found('ÜBER')).toEqual(['Über 100%', 'über_all'])
    expect(await found('%')).toEqual(['Über 100%'])
    expect(await found('_')).toEqual(['über_all'])
    expect(await found('r_a')).toEqual(['über_all'])
    expect(await found('\\')).toEqual(['a\\b'])
    expect(await found('zeb')).toEqual(['ZEBRA'])
    expect(await found("' OR 1=1 --")).toEqual([])
    expect(await found('')).toHaveLength(5)
  })

  test('A-D8: a name with a blank behind it is another name', async () => {
    const on = database.handle()
    const scope = await newScope(on)
    const first = await createMemory(on, { ...scope, name: 'taste', content: 'tea' })
    const second = await createMemory(on, { ...scope, name: 'taste ', content: 'coffee' })
    expect(second.id).not.toBe(first.id)
    expect(await getMemoryByName(on, 'taste', scope)).toEqual(first)
    expect(await getMemoryByName(on, 'taste ', scope)).toEqual(second)
  })

  test('A-F10: a list is by name and of those that are asked for; null asks for those that have none', async () => {
    const on = database.handle()
    const { agent_id, user_id, session_id } = await newScope(on)
    await createMemory(on, { name: 'b', agent_id, user_id, read_mode: 'system_prompt' })
    await createMemory(on, { name: 'a', agent_id })
    await createMemory(on, { name: 'C', agent_id, session_id, read_mode: 'tool_call' })
    const names = async (filter: Parameters<typeof listMemories>[1]): Promise<string> =>
      (await listMemories(on, filter)).map(({ name }) => name).join('')
    expect(await names({ agent_id })).toBe('Cab')
    expect(await names({ agent_id, user_id: null })).toBe('Ca')
    expect(await names({ agent_id, user_id: null, session_id: null })).toBe('a')
    expect(await names({ user_id })).toBe('b')
    expect(await names({ session_id })).toBe('C')
    expect(await names({ agent_id, read_mode: 'system_prompt' })).toBe('b')
    expect(await names({ agent_id, read_mode: null })).toBe('a')
    expect(await names({ agent_id: 999_999_999 })).toBe('')
  })

  test('a memory is renamed and given to another scope, but not to where its name is taken', async () => {
    const on = database.handle()
    const { user_id } = await newScope(on)
    const one = await createMemory(on, { name: 'one', user_id, content: 'c' })
    const two = await createMemory(on, { name: 'two', user_id })
    await expect(updateMemory(on, two.id, { name: 'one' })).rejects.toMatchObject({ name: 'NotAllowed', rule: 'conflict' })
    expect(await getMemory(on, two.id)).toEqual(two)
    const renamed = await updateMemory(on, one.id, { name: 'three' })
    expect(renamed).toEqual({ ...one, name: 'three', updated_at: renamed?.updated_at })
    expect(await createMemory(on, { name: 'three', user_id })).toMatchObject({ id: one.id })
    expect((await createMemory(on, { name: 'one', user_id })).id).not.toBe(one.id)
    const other = await newScope(on)
    expect(await updateMemory(on, two.id, { user_id: other.user_id, agent_id: other.agent_id })).toMatchObject({
      name: 'two',
      ...other,
      session_id: null,
    })
    expect((await createMemory(on, { name: 'two', user_id })).id).not.toBe(two.id)
  })

  test('a memory that was written or renamed by a statement of its own is found by its name', async () => {
    const on = database.handle()
    const { user_id } = await newScope(on)
    const { id } = await createMemory(on, { name: 'before', user_id })
    await on.run(`UPDATE memories SET name = 'after' WHERE id = '${id}'`)
    expect(await createMemory(on, { name: 'after', user_id })).toMatchObject({ id })
    const byHand = randomUUID()
    await on.run(`INSERT INTO memories (id, name, user_id) VALUES ('${byHand}', 'by hand', '${user_id}')`)
    expect(await createMemory(on, { name: 'by hand', user_id, content: 'c' })).toMatchObject({ id: byHand, content: 'c' })
    const moved = await createMemory(on, { name: 'key', user_id })
    await on.run(`UPDATE memories SET name = 'lock' WHERE id = '${moved.id}'`)
    const fresh = await createMemory(on, { name: 'key', user_id })
    expect(fresh).toMatchObject({ name: 'key' })
    expect(fresh.id).not.toBe(moved.id)
  })

  test('A-D9: who is not there is null or false, and an owner who is not there is refused', async () => {
    const on = database.handle()
    const { id } = await createMemory(on, { name: randomUUID() })
    expect(await getMemory(on, 'nobody')).toBeNull()
    expect(await getMemoryByName(on, 'nobody')).toBeNull()
    expect(await updateMemory(on, 'nobody', { content: 'x' })).toBeNull()
    expect(await deleteMemory(on, 'nobody')).toBe(false)
    await expect(createMemory(on, { name: 'n', user_id: 'nobody' })).rejects.toSatisfy(isDriverError)
    await expect(createMemory(on, { name: 'n', session_id: 'nobody' })).rejects.toSatisfy(isDriverError)
    await expect(createMemory(on, { name: 'n', agent_id: 999_999_999 })).rejects.toSatisfy(isDriverError)
    await expect(createMemory(on, { id, name: randomUUID() })).rejects.toSatisfy(isDriverError)
    expect(await deleteMemory(on, id)).toBe(true)
    expect(await getMemory(on, id)).toBeNull()
  })
})
