// Owns: the functions over an agent's sessions and events, on every engine.
// Must not know: query texts, migrations.

import { randomUUID } from 'node:crypto'
import { isDriverError } from '@godwit/core'
import { describe, expect, test } from 'vitest'
import { agentState, type Handle, isNotAllowed } from '../../src/index.ts'
import {
  appendEvent,
  createSession,
  deleteSession,
  getSession,
  latestEvents,
  listEvents,
  listSessions,
  type Session,
  type SessionKey,
  type State,
} from '../../src/lines/agent-state/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** In an app of its own. */
const newSession = (on: Handle, state: State = {}): Promise<Session> => createSession(on, { app_name: randomUUID(), user_id: 'u', state })

const changing = (state_delta: State): { author: string; actions: { state_delta: State } } => ({
  author: 'agent',
  actions: { state_delta },
})

async function filled(on: Handle, count: number): Promise<{ key: SessionKey; ids: readonly string[] }> {
  const key = await newSession(on)
  const ids: string[] = []
  for (let n = 0; n < count; n++) ids.push((await appendEvent(on, key, { author: String(n) }))?.id ?? '')
  return { key, ids }
}

onEveryEngine(agentState, (database) => {
  describe('sessions', () => {
    test('S-T8: a session is created with its state in three parts, and seen with all of them', async () => {
      const on = database.handle()
      const app_name = randomUUID()
      const state = { 'app:a': { deep: [1, null] }, 'user:u': '', 'temp:t': 1, s: 0 }
      const created = await createSession(on, { app_name, user_id: 'Ann', id: 'one', state })
      expect(created.state).toEqual({ 'app:a': { deep: [1, null] }, 'user:u': '', s: 0 })
      expect(created.create_time).toMatch(MOMENT)
      expect(created.update_time).toBe(created.create_time)
      expect(await getSession(on, created)).toEqual(created)
      expect((await createSession(on, { app_name, user_id: 'Ann' })).state).toEqual({ 'app:a': { deep: [1, null] }, 'user:u': '' })
      expect((await createSession(on, { app_name, user_id: 'Bob' })).state).toEqual({ 'app:a': { deep: [1, null] } })
      expect((await createSession(on, { app_name: randomUUID(), user_id: 'Ann' })).state).toEqual({})
    })

    test('S-T8: one id can be of two users and of two apps, but not twice of one', async () => {
      const on = database.handle()
      const app_name = randomUUID()
      const key = { app_name, user_id: 'Ann', id: 's' }
      await createSession(on, { ...key, state: { 'app:n': 1, own: 1 } })
      await createSession(on, { ...key, user_id: 'Bob' })
      await createSession(on, { ...key, user_id: 'ann' })
      await expect(createSession(on, { ...key, state: { 'app:n': 2, own: 2 } })).rejects.toSatisfy(isDriverError)
      expect((await getSession(on, key))?.state).toEqual({ 'app:n': 1, own: 1 })
      expect(await getSession(on, { ...key, user_id: 'Eve' })).toBeNull()
      expect(await getSession(on, { ...key, app_name: 'other' })).toBeNull()
    })

    test('sessions of an app, or of a user in it, are listed by their last use', async () => {
      const on = database.handle()
      const app_name = randomUUID()
      for (const [n, user_id] of ['Ann', 'Bob', 'Ann', 'Ann'].entries())
        await createSession(on, { app_name, user_id, id: `s${n}`, state: { 'user:by': user_id } })
      const moment = '2020-01-01T00:00:00.000Z'
      await on.run(
        database.dialect === 'mysql'
          ? `UPDATE sessions SET update_time = '2020-01-01 00:00:00' WHERE app_name = '${app_name}'`
          : `UPDATE sessions SET update_time = '${moment}' WHERE app_name = '${app_name}'`,
      )
      expect((await listSessions(on, app_name)).rows.map(({ id }) => id)).toEqual(['s3', 's2', 's1', 's0'])
      await appendEvent(on, { app_name, user_id: 'Ann', id: 's0' }, { author: 'user' })
      const { rows, total } = await listSessions(on, app_name, { user_id: 'Ann', limit: 2 })
      expect(rows.map(({ id, state }) => [id, state])).toEqual([
        ['s0', { 'user:by': 'Ann' }],
        ['s3', { 'user:by': 'Ann' }],
      ])
      expect(total).toBe(3)
      expect((await listSessions(on, app_name, { offset: 3 })).rows.map(({ id }) => id)).toEqual(['s1'])
      await expect(listSessions(on, app_name, { limit: -1 })).rejects.toThrow(TypeError)
    })

    test('with a session go its events; what it taught the app and the user stays', async () => {
      const on = database.handle()
      const session = await newSession(on, { 'app:a': 1, own: 1 })
      await appendEvent(on, session, changing({ 'user:u': 2 }))
      expect(await deleteSession(on, { ...session, user_id: 'B' })).toBe(false)
      expect(await deleteSession(on, session)).toBe(true)
      expect(await getSession(on, session)).toBeNull()
      expect(await listEvents(on, session)).toEqual([])
      expect((await on.run(`SELECT id FROM events WHERE app_name = '${session.app_name}'`)).rows).toEqual([])
      expect(await deleteSession(on, session)).toBe(false)
      const { app_name, user_id, id } = session
      expect((await createSession(on, { app_name, user_id, id })).state).toEqual({ 'app:a': 1, 'user:u': 2 })
    })
  })

  describe('events', () => {
    test('S-T8: an event is read back as it was written, every column of it', async () => {
      const on = database.handle()
      const key = await newSession(on)
      const given = {
        id: 'e',
        invocation_id: 'i',
        author: 'agent',
        actions: { escalate: false, transfer_to_agent: null },
        long_running_tool_ids_json: ['t1'],
        branch: 'a.b',
        timestamp: '2026-11-20T12:00:00.001Z',
        content: { role: 'model', parts: [{ text: 'O\'Brien \\ "q" \n 日本 🦩 \u0000' }] },
        grounding_metadata: {},
        partial: false,
        turn_complete: true,
        error_code: '',
        error_message: 'ä'.repeat(70_000),
        interrupted: false,
        input_transcription: [],
        output_transcription: 0,
        custom_metadata: { a: null },
        usage_metadata: { total: 12345678901 },
        citation_metadata: '',
      }
      await appendEvent(on, key, given)
      const { app_name, user_id, id: session_id } = key
      expect(await listEvents(on, key)).toEqual([{ ...given, app_name, user_id, session_id }])
    })

    test('what is left out is null, and times are now', async () => {
      const on = database.handle()
      const key = await newSession(on)
      const appended = await appendEvent(on, key, { author: 'user' })
      const [event] = await latestEvents(on, key)
      expect(event).toMatchObject({
        id: appended?.id,
        invocation_id: '',
        actions: {},
        content: null,
        partial: null,
        citation_metadata: null,
      })
      expect(event?.timestamp).toMatch(MOMENT)
    })

    test('S-D14: actions are JSON, which the table itself asks for', async () => {
      const on = database.handle()
      const { key } = await filled(on, 1)
      await expect(on.run(`UPDATE events SET actions = '{bad' WHERE app_name = '${key.app_name}'`)).rejects.toSatisfy(isDriverError)
      expect(
        (
          await on.run(
            `SELECT ${database.dialect === 'mysql' ? 'CONCAT(actions)' : 'actions'} AS a FROM events WHERE app_name = '${key.app_name}'`,
          )
        ).rows,
      ).toEqual([{ a: '{}' }])
    })

    test('the change of an event reaches session, app and user, and what is of this call only is not kept', async () => {
      const on = database.handle()
      const first = await newSession(on, { 'app:a': 1, 'user:u': 1, s: 1, stays: true })
      const second = await createSession(on, { app_name: first.app_name, user_id: 'u' })
      await appendEvent(on, first, changing({ 'app:a': 2, 'app:b': {}, 'user:u': null, s: [], 'temp:t': 1 }))
      expect((await getSession(on, first))?.state).toEqual({ 'app:a': 2, 'app:b': {}, 'user:u': null, s: [], stays: true })
      expect((await getSession(on, second))?.state).toEqual({ 'app:a': 2, 'app:b': {}, 'user:u': null })
      const [event] = await latestEvents(on, first)
      expect(event?.actions).toEqual({ state_delta: { 'app:a': 2, 'app:b': {}, 'user:u': null, s: [] } })
    })

    test('without its session, or under an id that is taken, nothing of an event is written', async () => {
      const on = database.handle()
      const { key, ids } = await filled(on, 1)
      expect(await appendEvent(on, { ...key, id: 'nobody' }, changing({ 'app:a': 1 }))).toBeNull()
      await expect(appendEvent(on, key, { ...changing({ 'app:a': 1, s: 1 }), id: ids[0] ?? '' })).rejects.toMatchObject({
        rule: 'conflict',
      })
      expect((await getSession(on, key))?.state).toEqual({})
      expect(await listEvents(on, key)).toHaveLength(1)
    })

    test('a partial event changes nothing', async () => {
      const on = database.handle()
      const session = await newSession(on)
      const appended = await appendEvent(on, session, { ...changing({ s: 1 }), id: 'p', partial: true })
      expect(appended).toEqual({ id: 'p', update_time: session.update_time })
      expect(await getSession(on, session)).toEqual(session)
      expect(await listEvents(on, session)).toEqual([])
    })

    test('who knows an older state of the session is refused, also within one millisecond', async () => {
      const on = database.handle()
      const session = await newSession(on)
      // A clock that stands still, and one that went back.
      await on.run(
        `UPDATE sessions SET update_time = ${database.dialect === 'mysql' ? "'2126-01-01 00:00:00.000'" : "'2126-01-01T00:00:00.000Z'"} WHERE app_name = '${session.app_name}'`,
      )
      const known = { update_time: '2126-01-01T00:00:00.000Z' }
      const appended = await appendEvent(on, session, changing({ n: 1 }), known)
      expect(appended?.update_time).toBe('2126-01-01T00:00:00.001Z')
      await expect(appendEvent(on, session, changing({ n: 2 }), known)).rejects.toMatchObject({ rule: 'conflict' })
      expect((await getSession(on, session))?.state).toEqual({ n: 1 })
      expect(await listEvents(on, session)).toHaveLength(1)
      expect(await appendEvent(on, session, changing({ n: 3 }), { update_time: appended?.update_time ?? '' })).not.toBeNull()
      expect(await appendEvent(on, session, changing({ n: 4 }))).not.toBeNull()
    })

    test('S-X14: events of one moment are read in the order in which they were appended, page by page', async () => {
      const on = database.handle()
      const { key, ids } = await filled(on, 12)
      await on.run(
        `UPDATE events SET timestamp = ${database.dialect === 'mysql' ? "'2020-01-01'" : "'2020-01-01T00:00:00.000Z'"} WHERE app_name = '${key.app_name}'`,
      )
      const found = (rows: readonly { readonly id: string }[] | null): readonly string[] | undefined => rows?.map(({ id }) => id)
      expect(found(await listEvents(on, key))).toEqual(ids)
      expect(found(await listEvents(on, key, { limit: 5 }))).toEqual(ids.slice(0, 5))
      expect(found(await listEvents(on, key, { after: ids[4] ?? '', limit: 5 }))).toEqual(ids.slice(5, 10))
      expect(found(await listEvents(on, key, { after: ids[9] ?? '' }))).toEqual(ids.slice(10))
      expect(found(await latestEvents(on, key, { limit: 3 }))).toEqual(ids.slice(-3))
      expect(await listEvents(on, key, { after: 'nobody' })).toBeNull()
      expect(await latestEvents(on, key, { since: new Date() })).toEqual([])
      expect(found(await latestEvents(on, key, { since: '2020-01-01T00:00:00.000Z', limit: 1 }))).toEqual(ids.slice(-1))
      await expect(latestEvents(on, key, { limit: -1 })).rejects.toThrow(TypeError)
    })
  })

  describe('at once', () => {
    const writers = async (work: (mine: Handle, n: number) => Promise<unknown>): Promise<unknown[]> =>
      Promise.all(
        Array.from({ length: 10 }, async (_, n) => {
          const mine = await database.another()
          await new Promise(setImmediate)
          return work(mine, n)
        }),
      )

    test('ten sessions teach a new app ten things, and none is lost', { timeout: 60_000 }, async () => {
      const on = database.handle()
      const app_name = randomUUID()
      await writers((mine, n) => createSession(mine, { app_name, user_id: 'u', state: { [`app:${n}`]: n, [`user:${n}`]: n } }))
      const { state } = await createSession(on, { app_name, user_id: 'u' })
      expect(Object.keys(state)).toHaveLength(20)
    })

    test('ten writers append to one session: every event, every change, in the order of the commits', { timeout: 60_000 }, async () => {
      const on = database.handle()
      const session = await newSession(on)
      await writers(async (mine, n) => {
        for (let round = 0; round < 3; round++) {
          await appendEvent(mine, session, changing({ [`${n}-${round}`]: 1, [`app:${n}-${round}`]: 1, last: `${n}-${round}` }))
          await new Promise(setImmediate)
        }
      })
      const events = await latestEvents(on, session)
      expect(events).toHaveLength(30)
      const state = (await getSession(on, session))?.state ?? {}
      expect(Object.keys(state)).toHaveLength(61)
      expect(events.at(-1)?.actions).toMatchObject({ state_delta: { last: state['last'] } })
    })

    test('of ten who know the same state of a session, one is heard', { timeout: 60_000 }, async () => {
      const on = database.handle()
      const session = await newSession(on)
      const heard = await writers(async (mine, n) => {
        try {
          return (await appendEvent(mine, session, changing({ by: n }), session)) === null ? 'lost' : 'heard'
        } catch (error) {
          if (isNotAllowed(error)) return error.rule
          throw error
        }
      })
      expect(heard.filter((answer) => answer === 'conflict')).toHaveLength(9)
      expect(heard.filter((answer) => answer === 'heard')).toHaveLength(1)
      expect(await listEvents(on, session)).toHaveLength(1)
    })
  })
})
