// Owns: an event that is appended again, because nobody knows whether it arrived.
// Must not know: query texts.

import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { agentState, type Handle } from '../../src/index.ts'
import { appendEvent, createSession, getSession, listEvents, type NewEvent, type Session } from '../../src/lines/agent-state/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'

const newSession = (on: Handle): Promise<Session> => createSession(on, { app_name: randomUUID(), user_id: 'u', state: {} })

const event = (id: string): NewEvent => ({
  id,
  author: 'agent',
  actions: { state_delta: { step: 1, 'app:seen': true, 'temp:t': 2 } },
  content: { b: 1, a: [null] },
  timestamp: '2026-11-20T09:37:14.000Z',
})

onEveryEngine(agentState, (database) => {
  test('S-T8: an event that is sent again, with what was known the first time, is there once and changes nothing', async () => {
    const on = database.handle()
    const session = await newSession(on)
    const id = randomUUID()
    const known = { update_time: session.update_time }
    const first = await appendEvent(on, session, event(id), known)
    await appendEvent(on, session, { author: 'agent', actions: { state_delta: { step: 2 } } })
    const before = await getSession(on, session)
    expect(await appendEvent(on, session, event(id), known)).toEqual({ id, update_time: before?.update_time })
    expect(first?.id).toBe(id)
    expect(await getSession(on, session)).toEqual(before)
    expect(before?.state).toMatchObject({ step: 2 })
    expect(await listEvents(on, session)).toHaveLength(2)
  })

  test('S-T8: of ten who send it at once all are told the same, and it is there once', async () => {
    const session = await newSession(database.handle())
    const id = randomUUID()
    const connections = await Promise.all(Array.from({ length: 10 }, database.another))
    const told = await Promise.all(connections.map((on) => appendEvent(on, session, event(id))))
    expect(new Set(told.map((each) => each?.id))).toEqual(new Set([id]))
    expect(await listEvents(database.handle(), session)).toHaveLength(1)
  })

  test.each([
    ['author', { author: 'user' }],
    ['content', { content: {} }],
    ['timestamp', { timestamp: new Date(0) }],
  ])('S-T8: another %s under an id that is taken is a conflict and leaves nothing', async (name, changed) => {
    const on = database.handle()
    const session = await newSession(on)
    const id = randomUUID()
    await appendEvent(on, session, event(id))
    const before = await getSession(on, session)
    const appended = appendEvent(on, session, { ...event(id), ...changed })
    await expect(appended).rejects.toMatchObject({ rule: 'conflict', message: expect.stringContaining(`another ${name}`) })
    expect(await getSession(on, session)).toEqual(before)
  })
})
