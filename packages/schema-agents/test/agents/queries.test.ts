// Owns: the query sets of the line on every engine, in the parameters and the words of the document.
// Must not know: functions, clients.

import { expect, test } from 'vitest'
import { agents, agentQueries, type Handle, sessionLogQueries, sessionQueries } from '../../src/index.ts'
import { all, change } from '../../src/sql/handle.ts'
import { onEveryEngine } from '../on-every-engine.ts'
import { agent, log, NOON, session } from '../rows.ts'

const LATER = '2026-11-20T13:00:00.000Z'

type Agent = Parameters<typeof agentQueries.insert.bind>[1]
type Session = Parameters<typeof sessionQueries.insert.bind>[1]
type Log = Parameters<typeof sessionLogQueries.insert.bind>[1]

/** Each test has an agent and a session of its own: the database is one for all. */
function rowsOf(name: string): { readonly agent: Agent; readonly session: Session; readonly log: Log } {
  return {
    agent: { ...agent, id: `agent of ${name}` },
    session: { ...session, id: `session of ${name}`, main_agent_id: `agent of ${name}`, external_session_id: name },
    log: { ...log, session_id: `session of ${name}` },
  }
}

async function begun(on: Handle, name: string): Promise<ReturnType<typeof rowsOf>> {
  const rows = rowsOf(name)
  await change(on, agentQueries.insert, rows.agent)
  await change(on, sessionQueries.insert, rows.session)
  return rows
}

const idsOf = (rows: readonly { readonly id: unknown }[]): readonly unknown[] => rows.map(({ id }) => id)

onEveryEngine(agents, (database) => {
  test('C-F1: an agent comes back as it was inserted; zero, empty text and null are three values, and no default fills them in', async () => {
    const on = database.handle()
    const plain = rowsOf('C-F1').agent
    const odd = {
      ...plain,
      id: 'odd',
      max_steps: 0,
      permission_mode: null,
      description: '',
      configuration: '{}',
      mcps: '[]',
      created_at: null,
    }
    for (const given of [plain, odd]) {
      expect(await change(on, agentQueries.insert, given)).toBe(1)
      expect(await all(on, agentQueries.getById, { id: given.id })).toEqual([given])
    }
    await expect(change(on, agentQueries.insert, { ...plain, name: 'Impostor' })).rejects.toMatchObject({ reason: 'constraint' })
  })

  test('C-F2: an update changes one agent, and neither its type nor its time of creation', async () => {
    const on = database.handle()
    const { agent: given } = rowsOf('C-F2')
    const other = { ...given, id: 'another of C-F2' }
    await change(on, agentQueries.insert, given)
    await change(on, agentQueries.insert, other)
    const { type: _, created_at: __, ...changeable } = given
    expect(await change(on, agentQueries.update, { ...changeable, name: 'Renamed', max_steps: null, updated_at: LATER })).toBe(1)
    const changed = { ...given, name: 'Renamed', max_steps: null, updated_at: LATER }
    expect(await all(on, agentQueries.getById, { id: given.id })).toEqual([changed])
    expect(await all(on, agentQueries.getById, { id: other.id })).toEqual([other])
  })

  test('C-F3: who is not there has no row; count counts, delete takes one', async () => {
    const on = database.handle()
    const { agent: given } = rowsOf('C-F3')
    const [before] = await all(on, agentQueries.count, {})
    await change(on, agentQueries.insert, given)
    expect(await all(on, agentQueries.count, {})).toEqual([{ total: Number(before?.total) + 1 }])
    expect(await all(on, agentQueries.checkExists, { id: given.id })).toEqual([{ id: given.id }])
    expect(await change(on, agentQueries.delete, { id: given.id })).toBe(1)
    expect(await change(on, agentQueries.delete, { id: given.id })).toBe(0)
    expect(await all(on, agentQueries.checkExists, { id: given.id })).toEqual([])
    expect(await all(on, agentQueries.getById, { id: given.id })).toEqual([])
  })

  test('C-F4: the list is newest first, and a hundred agents of one moment keep the order of insertion', async () => {
    const on = database.handle()
    const given = Array.from({ length: 100 }, (_, n) => ({ ...rowsOf(`C-F4 ${(n * 37) % 100}`).agent, created_at: LATER }))
    for (const each of given) await change(on, agentQueries.insert, each)
    const listed = await all(on, agentQueries.list, {})
    expect(idsOf(listed.slice(0, 100))).toEqual(idsOf(given).toReversed())
    expect(listed.slice(100).every(({ created_at }) => created_at === null || created_at <= NOON)).toBe(true)
  })

  test('C-F5: a session comes back as it was inserted, settings that are null included, and an update sets all that may change', async () => {
    const on = database.handle()
    const { session: given } = await begun(on, 'C-F5')
    expect(await all(on, sessionQueries.getById, { id: given.id })).toEqual([given])
    const { created_at: _, ...changeable } = {
      ...given,
      name: null,
      sub_agent_ids: '["x"]',
      max_steps: 0,
      status: 'idle',
      updated_at: LATER,
    } as Session
    expect(await change(on, sessionQueries.update, changeable)).toBe(1)
    expect(await all(on, sessionQueries.getById, { id: given.id })).toEqual([{ ...given, ...changeable }])
  })

  test('C-F6: the status and the external id are changed alone, with the time', async () => {
    const on = database.handle()
    const { session: given } = await begun(on, 'C-F6')
    const { id } = given
    await change(on, sessionQueries.updateStatus, { status: 'completed', updated_at: LATER, id })
    await change(on, sessionQueries.updateExternalSessionId, { external_session_id: 'elsewhere', updated_at: LATER, id })
    expect(await all(on, sessionQueries.getById, { id })).toEqual([
      { ...given, status: 'completed', external_session_id: 'elsewhere', updated_at: LATER },
    ])
  })

  test('C-F7: lists are newest first, also of one moment; pages lose and repeat none, and one status is listed in that order', async () => {
    const on = database.handle()
    const { session: given } = await begun(on, 'C-F7')
    const others = Array.from({ length: 50 }, (_, n): Session => ({
      ...given,
      id: `C-F7 ${(n * 17) % 50}`,
      status: n % 2 === 0 ? 'failed' : 'idle',
      created_at: LATER,
    }))
    for (const each of others) await change(on, sessionQueries.insert, each)
    const newest = idsOf(others).toReversed()
    expect(idsOf(await all(on, sessionQueries.list, {})).slice(0, 50)).toEqual(newest)
    const pages = await Promise.all([0, 20, 40].map((offset) => all(on, sessionQueries.listWithLimit, { limit: 20, offset })))
    expect(idsOf(pages.flat()).slice(0, 50)).toEqual(newest)
    expect(idsOf(await all(on, sessionQueries.getByStatus, { status: 'failed' }))).toEqual(
      idsOf(others.filter(({ status }) => status === 'failed')).toReversed(),
    )
  })

  test('C-F8: a session with its agent has six columns of it and the settings in effect; an unknown one has no row', async () => {
    const on = database.handle()
    const { session: given } = await begun(on, 'C-F8')
    const [row, ...more] = await all(on, sessionQueries.getSessionWithAgent, { id: given.id })
    expect(more).toEqual([])
    expect(row).toEqual({
      ...given,
      agent_name: agent.name,
      agent_description: agent.description,
      agent_avatar: agent.avatar,
      agent_instructions: agent.instructions,
      agent_created_at: NOON,
      agent_updated_at: NOON,
      effective_model: agent.model,
      effective_plan_model: agent.plan_model,
      effective_small_model: agent.small_model,
      effective_built_in_tools: agent.built_in_tools,
      effective_mcps: agent.mcps,
      effective_knowledges: agent.knowledges,
      effective_configuration: agent.configuration,
      effective_accessible_paths: agent.accessible_paths,
      effective_permission_mode: agent.permission_mode,
      effective_max_steps: agent.max_steps,
    })
    expect(await all(on, sessionQueries.getSessionWithAgent, { id: 'nobody' })).toEqual([])
  })

  test('C-F9: all sessions of an external id are found, the newest first', async () => {
    const on = database.handle()
    const { session: given } = await begun(on, 'C-F9')
    await change(on, sessionQueries.insert, { ...given, id: 'the second of C-F9' })
    expect(idsOf(await all(on, sessionQueries.getByExternalSessionId, { external_session_id: 'C-F9' }))).toEqual([
      'the second of C-F9',
      given.id,
    ])
    expect(await all(on, sessionQueries.getByExternalSessionId, { external_session_id: 'c-f9' })).toEqual([])
  })

  test('C-F10, C-F11, C-F12: entries get growing numbers, are read in their order by page as well, and the latest first', async () => {
    const on = database.handle()
    const { log: given } = await begun(on, 'C-F11')
    const { session_id } = given
    for (let n = 0; n < 30; n++) expect(await change(on, sessionLogQueries.insert, { ...given, content: `{"n":${n}}` })).toBe(1)
    const read = await all(on, sessionLogQueries.getBySessionId, { session_id })
    expect(read.map(({ content }) => content)).toEqual(Array.from({ length: 30 }, (_, n) => `{"n":${n}}`))
    expect(read[0]).toEqual({ ...given, id: read[0]?.id, content: '{"n":0}' })
    expect(idsOf(read)).toEqual(idsOf(read).toSorted((a, b) => Number(a) - Number(b)))
    const page = await all(on, sessionLogQueries.getBySessionIdWithPagination, { session_id, limit: 7, offset: 21 })
    expect(page).toEqual(read.slice(21, 28))
    expect(await all(on, sessionLogQueries.getLatestBySessionId, { session_id, limit: 3 })).toEqual(read.slice(-3).toReversed())
  })

  test('C-F13: content and metadata of an entry are changed; of one session they are counted and deleted, whatever they answer', async () => {
    const on = database.handle()
    const { log: given } = await begun(on, 'C-F13')
    const { session_id } = given
    await change(on, sessionLogQueries.insert, given)
    const [first] = await all(on, sessionLogQueries.getBySessionId, { session_id })
    const id = Number(first?.id)
    await change(on, sessionLogQueries.insert, { ...given, parent_id: id })
    const changed = { content: '{"text":"changed"}', metadata: '{}', updated_at: LATER }
    expect(await change(on, sessionLogQueries.update, { ...changed, id })).toBe(1)
    expect(await all(on, sessionLogQueries.getById, { id })).toEqual([{ ...given, id, ...changed }])
    expect(await all(on, sessionLogQueries.countBySessionId, { session_id })).toEqual([{ total: 2 }])
    expect(await change(on, sessionLogQueries.deleteBySessionId, { session_id })).toBe(2)
    expect(await all(on, sessionLogQueries.countBySessionId, { session_id })).toEqual([{ total: 0 }])
    expect(await all(on, sessionLogQueries.getById, { id })).toEqual([])
  })

  test('C-T6: words outside of the documented lists are stored as they are by the plain queries', async () => {
    const on = database.handle()
    const rows = rowsOf('C-T6')
    const odd = {
      agent: { ...rows.agent, type: 'homemade', permission_mode: 'askTwice' } as never as Agent,
      session: { ...rows.session, status: 'paused' } as never as Session,
      log: { ...rows.log, role: 'oracle', type: 'prophecy' } as never as Log,
    }
    await change(on, agentQueries.insert, odd.agent)
    await change(on, sessionQueries.insert, odd.session)
    await change(on, sessionLogQueries.insert, odd.log)
    expect(await all(on, agentQueries.getById, { id: odd.agent.id })).toEqual([odd.agent])
    expect(await all(on, sessionQueries.getById, { id: odd.session.id })).toEqual([odd.session])
    expect(await all(on, sessionLogQueries.getBySessionId, { session_id: odd.log.session_id })).toMatchObject([odd.log])
  })
})
