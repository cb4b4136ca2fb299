// Owns: A-F1 to A-F4, what a program does with agents.
// Must not know: query texts.

import { randomUUID } from 'node:crypto'
import { isDriverError } from '@godwit/core'
import { expect, test } from 'vitest'
import { assistants } from '../../src/index.ts'
import {
  createAgent,
  createMessage,
  createSession,
  deleteAgent,
  getAgent,
  getAgentByName,
  getMessage,
  getSession,
  incrementAgentRunId,
  linkSessionToAgent,
  listAgents,
  registerAgent,
  updateAgent,
} from '../../src/lines/assistants/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'

const named = (name: string): { name: string; type: string; model: string } => ({ name, type: 'simple', model: 'gpt-4.1-mini' })

onEveryEngine(assistants, (database) => {
  test('A-F1, A-T2: an agent has its thirteen columns and is read back as it was written', async () => {
    const on = database.handle()
    const given = {
      ...named(randomUUID()),
      description: 'd',
      version: '2',
      config: { a: [1] },
      active: false,
      run_id: 7,
      system_prompt: 's',
      active_default_prompt_id: 3,
    }
    const created = await createAgent(on, given)
    expect(created).toEqual({ ...given, id: created.id, created_at: created.created_at, updated_at: created.updated_at })
    expect(Object.keys(created)).toHaveLength(13)
    expect(typeof created.id).toBe('number')
    expect(await getAgent(on, created.id)).toEqual(created)
    expect(await getAgentByName(on, given.name)).toEqual(created)
  })

  test('A-F3: what is left out is active, run 0, version 0.1.0 and null', async () => {
    const on = database.handle()
    const created = await createAgent(on, named(randomUUID()))
    expect(created).toMatchObject({ active: true, run_id: 0, version: '0.1.0', config: null, description: null, system_prompt: null })
    expect(await createAgent(on, { ...named(randomUUID()), version: null, config: {}, description: '' })).toMatchObject({
      version: null,
      config: {},
      description: '',
    })
  })

  test('A-X2, A-D6: created twice under one name it is one agent, which keeps what is not given', async () => {
    const on = database.handle()
    const name = randomUUID()
    const first = await createAgent(on, { ...named(name), description: 'd', config: { a: 1 }, version: '3', active: false, run_id: 9 })
    const second = await createAgent(on, { name, type: 'other', model: 'small' })
    expect(second).toEqual({ ...first, type: 'other', model: 'small', updated_at: second.updated_at })
    expect((await listAgents(on, { active_only: false })).filter((agent) => agent.name === name)).toHaveLength(1)
    expect(await createAgent(on, { ...named(name), description: null, run_id: 0, config: {} })).toMatchObject({
      id: first.id,
      description: null,
      run_id: 0,
      config: {},
      version: '3',
      active: false,
    })
  })

  test('ten who create the same agent at once get the same', async () => {
    const name = randomUUID()
    const connections = await Promise.all(Array.from({ length: 10 }, database.another))
    const made = await Promise.all(connections.map((on, n) => createAgent(on, { ...named(name), version: String(n) })))
    expect(new Set(made.map(({ id }) => id)).size).toBe(1)
  })

  test('A-F2: a list is by name, in the order of code points, and hides who is not active', async () => {
    const on = database.handle()
    const mark = randomUUID()
    for (const letter of ['b', 'Z', 'ä', 'a', '_', '🦩', '｡']) await createAgent(on, named(`${mark}${letter}`))
    await createAgent(on, { ...named(`${mark}c`), active: false })
    const letters = async (active_only?: boolean): Promise<string> =>
      (await listAgents(on, active_only === undefined ? {} : { active_only }))
        .filter(({ name }) => name.startsWith(mark))
        .map(({ name }) => name.slice(mark.length))
        .join('')
    expect(await letters()).toBe('Z_abä｡🦩')
    expect(await letters(false)).toBe('Z_abcä｡🦩')
  })

  test('names that differ in case only are two agents', async () => {
    const on = database.handle()
    const name = randomUUID()
    const small = await createAgent(on, named(`a${name}`))
    const large = await createAgent(on, named(`A${name}`))
    expect(large.id).not.toBe(small.id)
    expect(await getAgentByName(on, `A${name}`)).toEqual(large)
  })

  test('A-F4: a change leaves alone what it does not name; who is not there is null or false', async () => {
    const on = database.handle()
    const created = await createAgent(on, { ...named(randomUUID()), config: { a: 1 }, description: 'd' })
    const changed = await updateAgent(on, created.id, { config: [], active: false })
    expect(changed).toEqual({ ...created, config: [], active: false, updated_at: changed?.updated_at })
    expect(await updateAgent(on, 999_999_999, { active: true })).toBeNull()
    expect(await getAgent(on, 999_999_999)).toBeNull()
    expect(await getAgentByName(on, 'nobody')).toBeNull()
    expect(await deleteAgent(on, 999_999_999)).toBe(false)
    expect(await incrementAgentRunId(on, 999_999_999)).toBeNull()
    const other = await createAgent(on, named(randomUUID()))
    await expect(updateAgent(on, other.id, { name: created.name })).rejects.toSatisfy(isDriverError)
    await expect(updateAgent(on, other.id, { id: 1 } as never)).rejects.toThrow(/^id cannot be changed/)
  })

  test('A-F4: a registered agent starts with run 1 and keeps description and config that are not given', async () => {
    const on = database.handle()
    const name = randomUUID()
    const first = await registerAgent(on, name, 'simple', 'm', 'what it does', { a: 1 })
    expect(first).toMatchObject({ name, run_id: 1, version: '1.0.0', active: true, description: 'what it does', config: { a: 1 } })
    await updateAgent(on, first.id, { active: false, run_id: 5 })
    expect(await registerAgent(on, name, 'other', 'n')).toMatchObject({
      ...first,
      type: 'other',
      model: 'n',
      active: false,
      run_id: 5,
      updated_at: expect.any(String) as string,
    })
    expect(await registerAgent(on, name, 'other', 'n', '', {})).toMatchObject({ id: first.id, description: '', config: {} })
  })

  test.each(['-agent', '_agent', 'agent'])('A-F4: x%s is x where that is there, which stays as it is', async (end) => {
    const on = database.handle()
    const name = randomUUID()
    const alone = await registerAgent(on, `${name}y${end}`, 'simple', 'm')
    expect(alone.name).toBe(`${name}y${end}`)
    const agent = await registerAgent(on, name, 'simple', 'm')
    expect(await registerAgent(on, `${name}${end}`, 'other', 'n')).toEqual(agent)
    expect(await getAgentByName(on, `${name}${end}`)).toBeNull()
  })

  test('A-F4: of ten who count at once, each gets a number of its own', async () => {
    const { id } = await createAgent(database.handle(), named(randomUUID()))
    const connections = await Promise.all(Array.from({ length: 10 }, database.another))
    const numbers = await Promise.all(connections.map((on) => incrementAgentRunId(on, id)))
    expect(numbers.toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(await getAgent(database.handle(), id)).toMatchObject({ run_id: 10 })
  })

  test('A-F4: a session is linked to an agent with all of its messages, and to none that is not there', async () => {
    const on = database.handle()
    const one = await createAgent(on, named(randomUUID()))
    const two = await createAgent(on, named(randomUUID()))
    const session = await createSession(on, { agent_id: one.id })
    const message = await createMessage(on, { session_id: session.id, role: 'user', agent_id: one.id })
    expect(await linkSessionToAgent(on, session.id, two.id)).toBe(true)
    expect(await getSession(on, session.id)).toMatchObject({ agent_id: two.id, agent_name: two.name })
    expect(await getMessage(on, message?.id ?? '')).toMatchObject({ agent_id: two.id })
    const linked = await getSession(on, session.id)
    expect(await linkSessionToAgent(on, session.id, two.id)).toBe(true)
    expect(await getSession(on, session.id)).toEqual(linked)
    expect(await linkSessionToAgent(on, session.id, 999_999_999)).toBe(false)
    expect(await linkSessionToAgent(on, 'nobody', two.id)).toBe(false)
  })
})
