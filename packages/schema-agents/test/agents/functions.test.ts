// Owns: C-F15, the functions over agents, sessions and logs, with the same answers on every engine.
// Must not know: query texts.

import { randomUUID } from 'node:crypto'
import { isDriverError } from '@godwit/core'
import { describe, expect, test } from 'vitest'
import { agents, type Handle } from '../../src/index.ts'
import {
  agentExists,
  appendSessionLogs,
  createAgent,
  createSession,
  deleteAgent,
  deleteSession,
  deleteSessionLog,
  deleteSessionLogs,
  getAgent,
  getSession,
  getSessionLog,
  getSessionWithAgent,
  latestSessionLogs,
  listAgents,
  listSessionLogs,
  listSessions,
  sessionExists,
  sessionLogsAfter,
  sessionLogsBefore,
  setSessionStatus,
  updateAgent,
  updateSession,
  updateSessionLog,
} from '../../src/lines/agents/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'
import { type Followed, tenWriters } from '../ten-writers.ts'

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

const note = (text: string): { role: string; type: string; content: { text: string } } => ({
  role: 'user',
  type: 'message',
  content: { text },
})

async function newSession(on: Handle): Promise<string> {
  const agent = await createAgent(on, { name: 'a', model: 'm' })
  return (await createSession(on, { main_agent_id: agent.id })).id
}

onEveryEngine(agents, (database) => {
  describe('C-F15: agents', () => {
    test('what is left out is as the default of the table, and read back as it was written', async () => {
      const on = database.handle()
      const created = await createAgent(on, { name: 'Reviewer', model: 'large' })
      expect(created).toMatchObject({ type: 'custom', permission_mode: 'readOnly', max_steps: 10, description: null, mcps: null })
      expect(created.created_at).toMatch(MOMENT)
      expect(await getAgent(on, created.id)).toEqual(created)
    })

    test.each([
      ['an empty list', []],
      ['an empty object', {}],
      ['zero', 0],
      ['an empty text', ''],
      ['false', false],
      ['null inside', { a: null }],
      ['a NUL in JSON', { a: '\u0000' }],
      ['letters of every kind', { text: 'O\'Brien \\ "q" \n ünïcødé 日本 🦩', deep: [[1, [2]]] }],
    ])('JSON that is %s is the same value afterwards', async (_, configuration) => {
      const on = database.handle()
      const { id } = await createAgent(on, { name: 'n', model: 'm', configuration })
      expect((await getAgent(on, id))?.configuration).toEqual(configuration)
    })

    test('max_steps 0 stays 0, and an empty text stays empty', async () => {
      const on = database.handle()
      const { id } = await createAgent(on, { name: '', model: '', max_steps: 0, description: '' })
      expect(await getAgent(on, id)).toMatchObject({ name: '', model: '', max_steps: 0, description: '' })
    })

    test('C-X13: a text of 70 000 letters is stored whole', async () => {
      const on = database.handle()
      const instructions = 'ä'.repeat(70_000)
      const { id } = await createAgent(on, { name: 'n', model: 'm', instructions })
      expect((await getAgent(on, id))?.instructions).toBe(instructions)
    })

    test('a change leaves alone what it does not name', async () => {
      const on = database.handle()
      const created = await createAgent(on, { name: 'before', model: 'm', description: 'stays', mcps: ['x'] })
      const changed = await updateAgent(on, created.id, { name: 'after', mcps: null })
      expect(changed).toEqual({ ...created, name: 'after', mcps: null, updated_at: changed?.updated_at })
    })

    test('a change of what cannot be changed is refused by name', async () => {
      const on = database.handle()
      const { id } = await createAgent(on, { name: 'n', model: 'm' })
      await expect(updateAgent(on, id, { type: 'codex' } as never)).rejects.toThrow(/^type cannot be changed/)
    })

    test('who is not there is null or false', async () => {
      const on = database.handle()
      expect(await getAgent(on, 'nobody')).toBeNull()
      expect(await updateAgent(on, 'nobody', { name: 'x' })).toBeNull()
      expect(await deleteAgent(on, 'nobody')).toBe(false)
      expect(await agentExists(on, 'nobody')).toBe(false)
    })

    test('an id that is taken, an unknown mode and a missing name are refused', async () => {
      const on = database.handle()
      const { id } = await createAgent(on, { name: 'n', model: 'm' })
      await expect(createAgent(on, { id, name: 'n', model: 'm' })).rejects.toSatisfy(isDriverError)
      await expect(createAgent(on, { name: 'n', model: 'm', permission_mode: 'all' })).rejects.toMatchObject({ rule: 'word' })
      await expect(createAgent(on, { model: 'm' } as never)).rejects.toThrow('name takes a text, not undefined')
    })

    test('ids that differ in case only are two agents', async () => {
      const on = database.handle()
      const id = randomUUID()
      await createAgent(on, { id: `a${id}`, name: 'small', model: 'm' })
      await createAgent(on, { id: `A${id}`, name: 'large', model: 'm' })
      expect((await getAgent(on, `A${id}`))?.name).toBe('large')
    })

    test('a list is newest first, also of one moment, and tells how many there are', async () => {
      const on = database.handle()
      const before = (await listAgents(on, { limit: 0 })).total
      const ids: string[] = []
      for (let n = 0; n < 12; n++) ids.push((await createAgent(on, { name: String(n), model: 'm' })).id)
      const { rows, total } = await listAgents(on, { limit: 12 })
      expect(total).toBe(before + 12)
      expect(rows.map(({ id }) => id)).toEqual(ids.toReversed())
      expect((await listAgents(on, { limit: 2, offset: 3 })).rows.map(({ name }) => name)).toEqual(['8', '7'])
    })

    test.each([{ limit: -1 }, { offset: -1 }, { limit: 1.5 }, { limit: Number.NaN }])('a window of %o is refused', async (window) => {
      await expect(listAgents(database.handle(), window)).rejects.toThrow('takes a whole number from 0')
    })
  })

  describe('C-F15: sessions', () => {
    test('R2: what a session does not set is its agent’s, and what it sets is its own', async () => {
      const on = database.handle()
      const agent = await createAgent(on, { name: 'a', model: 'm', permission_mode: 'bypassPermissions', max_steps: 50, mcps: ['x'] })
      const inherits = await createSession(on, { main_agent_id: agent.id })
      expect(inherits).toMatchObject({ status: 'idle', permission_mode: null, max_steps: null })
      expect(await getSessionWithAgent(on, inherits.id)).toMatchObject({
        agent_name: 'a',
        effective_model: 'm',
        effective_permission_mode: 'bypassPermissions',
        effective_max_steps: 50,
        effective_mcps: '["x"]',
        agent_created_at: agent.created_at,
      })
      const own = await createSession(on, { main_agent_id: agent.id, max_steps: 0, mcps: [], permission_mode: 'readOnly' })
      expect(await getSessionWithAgent(on, own.id)).toMatchObject({
        effective_permission_mode: 'readOnly',
        effective_max_steps: 0,
        effective_mcps: '[]',
      })
    })

    test('who changes a session that another has changed since he read it is refused, whatever the clocks say', async () => {
      const on = database.handle()
      const { id } = await createSession(on, { main_agent_id: (await createAgent(on, { name: 'a', model: 'm' })).id })
      const read = await getSession(on, id)
      const first = await updateSession(on, id, { name: 'first' }, { updated_at: read?.updated_at ?? '' })
      await expect(updateSession(on, id, { name: 'second' }, { updated_at: read?.updated_at ?? '' })).rejects.toMatchObject({
        rule: 'conflict',
      })
      expect(await getSession(on, id)).toEqual(first)
      // Another machine's clock is ahead.
      await on.run(`UPDATE sessions SET updated_at = '2100-01-01 00:00:00' WHERE id = '${id}'`)
      const moments = ['2100-01-01T00:00:00.000Z']
      for (let n = 0; n < 5; n++) moments.push((await updateSession(on, id, {}))?.updated_at ?? '')
      moments.push((await setSessionStatus(on, id, 'running'))?.updated_at ?? '')
      expect(new Set(moments).size).toBe(7)
      expect(moments).toEqual(moments.toSorted())
      expect(await updateSession(on, 'nobody', { name: 'x' }, { updated_at: '2026-01-01T00:00:00.000Z' })).toBeNull()
    })

    test('of ten who change a session that they read as it was, one does', async () => {
      const { id } = await createSession(database.handle(), {
        main_agent_id: (await createAgent(database.handle(), { name: 'a', model: 'm' })).id,
      })
      const { updated_at = null } = (await getSession(database.handle(), id)) ?? {}
      const handles = await Promise.all(Array.from({ length: 10 }, () => database.another()))
      const ended = await Promise.allSettled(handles.map((on, n) => updateSession(on, id, { name: `${n}` }, { updated_at })))
      const refused = ended.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []))
      expect(refused.map((error) => (error as { rule?: string }).rule)).toEqual(Array.from({ length: 9 }, () => 'conflict'))
    })

    test('a time that somebody wrote by hand in another form is a revision too', async () => {
      const on = database.handle()
      const { id } = await createSession(on, { main_agent_id: (await createAgent(on, { name: 'a', model: 'm' })).id })
      await on.run(`UPDATE sessions SET updated_at = '2026-01-02 03:04:05' WHERE id = '${id}'`)
      expect(await updateSession(on, id, { name: 'n' }, { updated_at: '2026-01-02T03:04:05.000Z' })).toMatchObject({ name: 'n' })
    })

    test('C-X14: a session of an unknown agent is refused', async () => {
      const refused = createSession(database.handle(), { main_agent_id: 'nobody' })
      await expect(refused).rejects.toSatisfy(isDriverError)
    })

    test('C-X14: a status that is none is refused, and so is one that cannot follow', async () => {
      const on = database.handle()
      const id = await newSession(on)
      await expect(setSessionStatus(on, id, 'bogus' as never)).rejects.toMatchObject({ name: 'NotAllowed', rule: 'word' })
      await expect(setSessionStatus(on, id, 'completed')).rejects.toMatchObject({ rule: 'status' })
      expect(await setSessionStatus(on, id, 'running')).toMatchObject({ status: 'running' })
      expect(await setSessionStatus(on, id, 'completed')).toMatchObject({ status: 'completed' })
      expect(await setSessionStatus(on, id, 'running')).toMatchObject({ status: 'running' })
      expect(await setSessionStatus(on, 'nobody', 'running')).toBeNull()
    })

    test('of ten who set the same session running, one does', async () => {
      const id = await newSession(database.handle())
      const connections = await Promise.all(Array.from({ length: 10 }, database.another))
      const outcomes = await Promise.allSettled(connections.map((on) => setSessionStatus(on, id, 'running')))
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ rule: 'status' })
    })

    test('a list can be of one status', async () => {
      const on = database.handle()
      const id = await newSession(on)
      await setSessionStatus(on, id, 'stopped')
      const stopped = await listSessions(on, { status: 'stopped' })
      expect(stopped).toMatchObject({ rows: [{ id }], total: 1 })
      expect((await listSessions(on)).total).toBeGreaterThan(1)
    })

    test('a change leaves alone what it does not name, and null gives a setting back to the agent', async () => {
      const on = database.handle()
      const agent = await createAgent(on, { name: 'a', model: 'm', max_steps: 7 })
      const created = await createSession(on, { main_agent_id: agent.id, name: 'n', max_steps: 3, sub_agent_ids: ['b'] })
      const changed = await updateSession(on, created.id, { max_steps: null, external_session_id: 'x' })
      expect(changed).toEqual({ ...created, max_steps: null, external_session_id: 'x', updated_at: changed?.updated_at })
      expect(await getSessionWithAgent(on, created.id)).toMatchObject({ effective_max_steps: 7 })
    })

    test('with an agent go its sessions and their logs', async () => {
      const on = database.handle()
      const agent = await createAgent(on, { name: 'a', model: 'm' })
      const { id } = await createSession(on, { main_agent_id: agent.id })
      const [log] = (await appendSessionLogs(on, id, [note('x')])) ?? []
      expect(await deleteAgent(on, agent.id)).toBe(true)
      expect(await getSession(on, id)).toBeNull()
      expect(await sessionExists(on, id)).toBe(false)
      expect(await getSessionLog(on, log ?? 0)).toBeNull()
      expect(await deleteSession(on, id)).toBe(false)
    })
  })

  describe('C-F15: logs', () => {
    test('a hundred of one moment keep their order', async () => {
      const on = database.handle()
      const session = await newSession(on)
      const ids = await appendSessionLogs(
        on,
        session,
        Array.from({ length: 100 }, (_, n) => note(String(n))),
      )
      const { rows, total } = await listSessionLogs(on, session, { limit: 100 })
      expect(total).toBe(100)
      expect(rows.map(({ id }) => id)).toEqual(ids)
      expect(rows.map(({ content }) => (content as { text: string }).text)).toEqual(Array.from({ length: 100 }, (_, n) => String(n)))
    })

    test('pages by id neither lose nor repeat an entry while others append', async () => {
      const on = database.handle()
      const session = await newSession(on)
      await appendSessionLogs(
        on,
        session,
        Array.from({ length: 25 }, (_, n) => note(String(n))),
      )
      const seen: string[] = []
      for (let last = 0; ;) {
        const page = await sessionLogsAfter(on, session, last, 10)
        if (page.length === 0) break
        seen.push(...page.map(({ content }) => (content as { text: string }).text))
        last = page.at(-1)?.id ?? 0
        if (seen.length < 30) await appendSessionLogs(on, session, [note(`late ${seen.length}`)])
      }
      expect(seen.slice(0, 25)).toEqual(Array.from({ length: 25 }, (_, n) => String(n)))
      expect(new Set(seen).size).toBe(seen.length)
      expect(seen.length).toBe((await listSessionLogs(on, session)).total)
    })

    test('the latest and those before an entry are in reading order', async () => {
      const on = database.handle()
      const session = await newSession(on)
      const ids = (await appendSessionLogs(on, session, ['a', 'b', 'c', 'd', 'e'].map(note))) ?? []
      expect((await latestSessionLogs(on, session, 2)).map(({ id }) => id)).toEqual(ids.slice(3))
      expect((await sessionLogsBefore(on, session, ids[3] ?? 0, 2)).map(({ id }) => id)).toEqual(ids.slice(1, 3))
    })

    test('ten who append to one session at once lose and repeat nothing, and a reader who follows misses nothing', async () => {
      const session = await newSession(database.handle())
      const followed: Followed = {
        after: async (on, id) => (await sessionLogsAfter(on, session, id, 1_000)).map((log) => log.id),
        async write(on, writer) {
          const ids: number[] = []
          for (let n = 0; n < 10; n++) ids.push(...((await appendSessionLogs(on, session, [note(`${writer}.${n}`)])) ?? []))
          return ids
        },
      }
      await tenWriters(database, followed, 100)
    })

    test('C-X6: all entries of a session go at once, whatever tree they form', async () => {
      const on = database.handle()
      const session = await newSession(on)
      let parent_id: number | null = null
      for (let depth = 0; depth < 20; depth++)
        parent_id = (await appendSessionLogs(on, session, [{ ...note('x'), parent_id }]))?.[0] ?? null
      expect(await deleteSessionLogs(on, session)).toBe(20)
      expect((await listSessionLogs(on, session)).total).toBe(0)
    })

    test('C-X6: when a parent goes, its children stay without one', async () => {
      const on = database.handle()
      const session = await newSession(on)
      const [parent] = (await appendSessionLogs(on, session, [note('parent')])) ?? []
      const [child] = (await appendSessionLogs(on, session, [{ ...note('child'), parent_id: parent ?? null }])) ?? []
      expect(await deleteSessionLog(on, parent ?? 0)).toBe(true)
      expect(await getSessionLog(on, child ?? 0)).toMatchObject({ parent_id: null, content: { text: 'child' } })
    })

    test('nothing is appended to a session that is not there, with a role that is none, or when one of several is refused', async () => {
      const on = database.handle()
      const session = await newSession(on)
      expect(await appendSessionLogs(on, 'nobody', [note('x')])).toBeNull()
      await expect(appendSessionLogs(on, session, [{ ...note('x'), role: 'bogus' }])).rejects.toMatchObject({ rule: 'word' })
      await expect(appendSessionLogs(on, session, [note('x'), { ...note('y'), parent_id: 999_999_999 }])).rejects.toSatisfy(isDriverError)
      expect((await listSessionLogs(on, session)).total).toBe(0)
    })

    test('content and metadata can be changed', async () => {
      const on = database.handle()
      const session = await newSession(on)
      const [id] = (await appendSessionLogs(on, session, [note('before')])) ?? []
      expect(await updateSessionLog(on, id ?? 0, { metadata: {} })).toMatchObject({ content: { text: 'before' }, metadata: {} })
      expect(await updateSessionLog(on, 999_999_999, { metadata: {} })).toBeNull()
    })
  })

  test('a transaction that is passed in takes all of it along, or nothing', async () => {
    const on = database.handle()
    const failure = on.transaction(async (inside) => {
      const agent = await createAgent(inside, { id: 'undone', name: 'a', model: 'm' })
      await updateAgent(inside, agent.id, { name: 'b' })
      throw new Error('changed my mind')
    })
    await expect(failure).rejects.toThrow('changed my mind')
    expect(await getAgent(on, 'undone')).toBeNull()
  })
})
