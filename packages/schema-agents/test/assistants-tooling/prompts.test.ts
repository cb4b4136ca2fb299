// Owns: A-T8, prompts: versions, which one is active, and what the agent says of it.
// Must not know: how a table keeps it.

import { migrateLines } from '@godwit/core'
import { beforeAll, expect, test } from 'vitest'
import { assistants, assistantsTooling, type Handle } from '../../src/index.ts'
import { createAgent, getAgent } from '../../src/lines/assistants/index.ts'
import {
  activatePrompt,
  createPrompt,
  deactivatePrompt,
  deletePrompt,
  findCodeDefaultPrompt,
  getActivePrompt,
  getLatestPromptVersion,
  getPrompt,
  listPrompts,
  updatePrompt,
} from '../../src/lines/assistants-tooling/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'

let made = 0
async function newAgent(on: Handle): Promise<number> {
  made += 1
  return (await createAgent(on, { name: `agent ${made}`, type: 't', model: 'm' })).id
}

onEveryEngine(undefined, (database) => {
  beforeAll(async () => {
    await migrateLines(database.driver(), [assistants, assistantsTooling])
  })
  const named = async (agent_id: number) => (await getAgent(database.handle(), agent_id))?.active_default_prompt_id

  test('A-T8: versions of a key are counted, each key by itself; what is left out has its default', async () => {
    const on = database.handle()
    const agent_id = await newAgent(on)
    expect(await getLatestPromptVersion(on, agent_id)).toBe(0)
    const first = await createPrompt(on, { agent_id, prompt_text: 'one' })
    expect(first).toMatchObject({ version: 1, status_key: 'default', is_active: false, is_default_from_code: false, name: null })
    expect(first.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(await createPrompt(on, { agent_id, prompt_text: 'two' })).toMatchObject({ version: 2 })
    expect(await createPrompt(on, { agent_id, prompt_text: 'other', status_key: 'PRO' })).toMatchObject({ version: 1 })
    expect(await createPrompt(on, { agent_id, prompt_text: 'ten', version: 10 })).toMatchObject({ version: 10 })
    await expect(createPrompt(on, { agent_id, prompt_text: 'ten', version: 10 })).rejects.toMatchObject({ reason: 'constraint' })
    await expect(createPrompt(on, { agent_id: 0, prompt_text: 'nobody’s' })).rejects.toMatchObject({ reason: 'constraint' })
    await expect(createPrompt(on, { agent_id, prompt_text: 'x', status_key: ' default' })).rejects.toThrow(TypeError)
    expect(await getLatestPromptVersion(on, agent_id)).toBe(10)
    expect((await listPrompts(on, agent_id)).map(({ status_key, version }) => `${status_key} ${version}`)).toEqual([
      'PRO 1',
      'default 10',
      'default 2',
      'default 1',
    ])
    expect((await listPrompts(on, agent_id, 'PRO')).map(({ prompt_text }) => prompt_text)).toEqual(['other'])
    expect(await getPrompt(on, first.id)).toEqual(first)
  })

  test('A-T8: an active one takes the place of the one that was, and the agent names it where its key is default', async () => {
    const on = database.handle()
    const agent_id = await newAgent(on)
    const one = await createPrompt(on, { agent_id, prompt_text: 'one', is_active: true })
    expect(await named(agent_id)).toBe(one.id)
    const two = await createPrompt(on, { agent_id, prompt_text: 'two', is_active: true })
    const pro = await createPrompt(on, { agent_id, prompt_text: 'pro', is_active: true, status_key: 'pro' })
    expect([one, two, pro].map(({ is_active }) => is_active)).toEqual([true, true, true])
    expect((await listPrompts(on, agent_id)).filter(({ is_active }) => is_active).map(({ id }) => id)).toEqual([two.id, pro.id])
    expect(await named(agent_id)).toBe(two.id)
    expect(await activatePrompt(on, one.id)).toMatchObject({ id: one.id, is_active: true })
    expect(await getActivePrompt(on, agent_id)).toMatchObject({ id: one.id })
    expect(await getActivePrompt(on, agent_id, 'pro')).toMatchObject({ id: pro.id })
    expect(await named(agent_id)).toBe(one.id)
    expect(await deactivatePrompt(on, pro.id)).toMatchObject({ is_active: false })
    expect(await named(agent_id)).toBe(one.id)
    expect(await deactivatePrompt(on, two.id)).toMatchObject({ is_active: false })
    expect(await named(agent_id)).toBe(one.id)
    expect(await deactivatePrompt(on, one.id)).toMatchObject({ is_active: false })
    expect(await named(agent_id)).toBeNull()
    expect(await getActivePrompt(on, agent_id)).toBeNull()
  })

  test('A-T8: a prompt that goes is no longer named, and what is not there is null or false', async () => {
    const on = database.handle()
    const agent_id = await newAgent(on)
    const { id } = await createPrompt(on, { agent_id, prompt_text: 'one', is_active: true })
    expect(await deletePrompt(on, id)).toBe(true)
    expect(await named(agent_id)).toBeNull()
    expect(await deletePrompt(on, id)).toBe(false)
    for (const nothing of [getPrompt, activatePrompt, deactivatePrompt]) expect(await nothing(on, id)).toBeNull()
    expect(await updatePrompt(on, id, { name: 'n' })).toBeNull()
    expect(await findCodeDefaultPrompt(on, agent_id)).toBeNull()
  })

  test('A-T8: the newest from code is found; a change keeps the rest, and every change moves updated_at, as the triggers did', async () => {
    const on = database.handle()
    const agent_id = await newAgent(on)
    await createPrompt(on, { agent_id, prompt_text: 'old', is_default_from_code: true })
    const code = await createPrompt(on, { agent_id, prompt_text: 'new', is_default_from_code: true, name: 'n' })
    await createPrompt(on, { agent_id, prompt_text: 'by hand' })
    expect(await findCodeDefaultPrompt(on, agent_id)).toEqual(code)
    const moments = [code.updated_at]
    for (const name of ['a', 'b', 'c']) {
      const changed = await updatePrompt(on, code.id, { name })
      expect(changed).toMatchObject({ name, prompt_text: 'new', version: 2, created_at: code.created_at })
      moments.push(changed?.updated_at ?? '')
    }
    moments.push((await activatePrompt(on, code.id))?.updated_at ?? '')
    expect(moments).toEqual([...new Set(moments)].toSorted())
    await expect(updatePrompt(on, code.id, { is_active: true } as never)).rejects.toThrow('is_active cannot be changed')
  })

  test('A-T8: of ten who create at once each gets a version of its own, and one is active', { timeout: 60_000 }, async () => {
    const agent_id = await newAgent(database.handle())
    const ons = await Promise.all(Array.from({ length: 10 }, database.another))
    const all = await Promise.all(ons.map((on, n) => createPrompt(on, { agent_id, prompt_text: `p${n}`, is_active: true })))
    expect(all.map(({ version }) => version).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    await Promise.all(ons.map((on, n) => activatePrompt(on, all[n]?.id ?? 0)))
    const active = (await listPrompts(database.handle(), agent_id)).filter(({ is_active }) => is_active)
    expect(active).toHaveLength(1)
    expect(await named(agent_id)).toBe(active[0]?.id)
  })
})
