// Owns: old entries of a log that go, on every engine.
// Must not know: how entries are appended.

import { expect, test } from 'vitest'
import { agents, type Handle } from '../../src/index.ts'
import {
  appendSessionLogs,
  createAgent,
  createSession,
  deleteSessionLogsBefore,
  deleteSessionLogsBeforeId,
  getSession,
  keepLastSessionLogs,
  listSessionLogs,
  type NewSessionLog,
} from '../../src/lines/agents/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'

async function talk(on: Handle, entries: number): Promise<{ readonly session: string; readonly ids: readonly number[] }> {
  const agent = await createAgent(on, { name: 'a', model: 'm' })
  const { id: session } = await createSession(on, { main_agent_id: agent.id })
  const ids: number[] = []
  for (let n = 0; n < entries; n++) {
    const entry: NewSessionLog = { role: 'user', type: 'message', content: { n }, parent_id: ids.at(-1) ?? null }
    ids.push(...((await appendSessionLogs(on, session, [entry])) ?? []))
  }
  return { session, ids }
}

onEveryEngine(agents, (database) => {
  const idsOf = async (session: string): Promise<readonly number[]> =>
    (await listSessionLogs(database.handle(), session)).rows.map(({ id }) => id)

  test('what is older than an entry goes, and what answered it stays without a parent', async () => {
    const on = database.handle()
    const { session, ids } = await talk(on, 6)
    const other = await talk(on, 2)
    expect(await deleteSessionLogsBeforeId(on, session, ids[4] ?? 0)).toBe(4)
    expect(await idsOf(session)).toEqual(ids.slice(4))
    const [first, second] = (await listSessionLogs(on, session)).rows
    expect([first?.parent_id, second?.parent_id]).toEqual([null, ids[4]])
    expect(await idsOf(other.session)).toEqual(other.ids)
    expect(await deleteSessionLogsBeforeId(on, session, 0)).toBe(0)
  })

  test('entries from before a moment go, of one session or of all, whoever wrote the moment', async () => {
    const on = database.handle()
    const [one, two] = [await talk(on, 3), await talk(on, 3)]
    // As the document's own default has it on SQLite, and as everybody else has it.
    for (const [n, moment] of ['2001-01-01 00:00:00', '2001-01-02 00:00:00', '2001-01-02 00:00:00.001'].entries())
      for (const { ids } of [one, two]) await on.run(`UPDATE session_logs SET created_at = '${moment}' WHERE id = ${ids[n] ?? 0}`)
    expect(await deleteSessionLogsBefore(on, '2001-01-02T00:00:00.000Z', one.session)).toBe(1)
    expect(await idsOf(one.session)).toEqual(one.ids.slice(1))
    expect(await idsOf(two.session)).toEqual(two.ids)
    expect(await deleteSessionLogsBefore(on, new Date('2001-01-02T00:00:00.001Z'))).toBe(3)
    expect([await idsOf(one.session), await idsOf(two.session)]).toEqual([one.ids.slice(2), two.ids.slice(2)])
    expect((await listSessionLogs(on, one.session)).rows).toMatchObject([{ parent_id: null }])
    await expect(deleteSessionLogsBefore(on, 'yesterday')).rejects.toThrow('moment takes a moment')
    await expect(deleteSessionLogsBefore(on, 5 as never)).rejects.toThrow('moment takes a moment')
  })

  test('the last entries are kept, all of them, or none, and the session stays', async () => {
    const on = database.handle()
    const { session, ids } = await talk(on, 5)
    expect(await keepLastSessionLogs(on, session, 9)).toBe(0)
    expect(await keepLastSessionLogs(on, session, 5)).toBe(0)
    expect(await keepLastSessionLogs(on, session, 2)).toBe(3)
    expect(await idsOf(session)).toEqual(ids.slice(3))
    await expect(keepLastSessionLogs(on, session, -1)).rejects.toThrow('keep takes a whole number from 0')
    expect(await keepLastSessionLogs(on, session, 0)).toBe(2)
    expect(await getSession(on, session)).toMatchObject({ id: session })
    expect(await keepLastSessionLogs(on, 'nobody', 1)).toBe(0)
  })

  test('what others append meanwhile is counted among the last', async () => {
    const { session } = await talk(database.handle(), 20)
    const [writer, keeper] = [await database.another(), await database.another()]
    const entry: NewSessionLog = { role: 'user', type: 'message', content: {} }
    const [appended] = await Promise.all([appendSessionLogs(writer, session, [entry, entry]), keepLastSessionLogs(keeper, session, 5)])
    const left = await idsOf(session)
    expect(left.slice(-2)).toEqual(appended)
    expect([5, 7]).toContain(left.length)
  })
})
