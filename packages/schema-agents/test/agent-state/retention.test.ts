// Owns: old events that go while their session and what it remembers stay, on every engine.
// Must not know: how events are appended.

import { expect, test } from 'vitest'
import { agentState, type Handle } from '../../src/index.ts'
import {
  appendEvent,
  createSession,
  deleteEventsBefore,
  getSession,
  keepLastEvents,
  listEvents,
  type SessionKey,
} from '../../src/lines/agent-state/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'

const MOMENTS = ['2001-01-01T00:00:00.000Z', '2001-01-02T00:00:00.000Z', '2001-01-02T00:00:00.001Z'] as const

async function talk(on: Handle, user_id: string): Promise<SessionKey> {
  const session = await createSession(on, { app_name: 'app', user_id })
  for (const [n, timestamp] of MOMENTS.entries())
    await appendEvent(on, session, { author: 'user', timestamp, content: n, actions: { state_delta: { [`n${n}`]: n } } })
  return session
}

onEveryEngine(agentState, (database) => {
  const contents = async (session: SessionKey): Promise<readonly unknown[] | undefined> =>
    (await listEvents(database.handle(), session))?.map(({ content }) => content)

  test('the last events are kept, and of the session and its state everything', async () => {
    const on = database.handle()
    const [one, two] = [await talk(on, 'a'), await talk(on, 'b')]
    const before = await getSession(on, one)
    expect(before?.state).toEqual({ n0: 0, n1: 1, n2: 2 })
    expect(await keepLastEvents(on, one, 3)).toBe(0)
    expect(await keepLastEvents(on, one, 1)).toBe(2)
    expect([await contents(one), await contents(two)]).toEqual([[2], [0, 1, 2]])
    expect(await getSession(on, one)).toEqual(before)
    expect(await keepLastEvents(on, { ...one, user_id: 'b' }, 0)).toBe(0)
    await expect(keepLastEvents(on, one, -1)).rejects.toThrow('keep takes a whole number from 0')
    expect(await keepLastEvents(on, one, 0)).toBe(1)
  })

  test('events from before a moment go, of one session or of all, and no others', async () => {
    const on = database.handle()
    const [one, two] = [await talk(on, 'c'), await talk(on, 'd')]
    expect(await deleteEventsBefore(on, MOMENTS[1], one)).toBe(1)
    expect([await contents(one), await contents(two)]).toEqual([
      [1, 2],
      [0, 1, 2],
    ])
    expect(await deleteEventsBefore(on, new Date(MOMENTS[2]))).toBeGreaterThanOrEqual(3)
    expect([await contents(one), await contents(two)]).toEqual([[2], [2]])
    expect(await deleteEventsBefore(on, MOMENTS[2])).toBe(0)
    await expect(deleteEventsBefore(on, 'yesterday')).rejects.toThrow('moment takes a moment')
  })
})
