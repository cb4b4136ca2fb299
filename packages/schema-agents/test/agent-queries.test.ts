// Owns: C-F1 to C-F4, what the agent queries do.
// Must not know: sessions.

import { describe, expect, test } from 'vitest'
import { AgentQueries } from '../src/index.ts'
import { engines, installed } from './engines.ts'
import { agent, insertAgent, NOON } from './rows.ts'

describe.each(engines)('on $name', (engine) => {
  test('C-F1: an agent comes back as it was inserted', async () => {
    const database = await installed(engine)
    await insertAgent(database)
    expect((await database.execute({ sql: AgentQueries.getById, args: [agent.id] })).rows).toEqual([agent])
  })

  test('C-F1: zero, empty text and null are three different values', async () => {
    const database = await installed(engine)
    await insertAgent(database, { max_steps: 0, permission_mode: null, description: '', configuration: '{}', mcps: '[]', created_at: null })
    const { rows } = await database.execute({ sql: AgentQueries.getById, args: [agent.id] })
    expect(rows).toMatchObject([
      { max_steps: 0, permission_mode: null, description: '', configuration: '{}', mcps: '[]', created_at: null },
    ])
  })

  test('C-F1: a second agent of the same id is refused and changes nothing', async () => {
    const database = await installed(engine)
    await insertAgent(database)
    await expect(insertAgent(database, { name: 'Impostor' })).rejects.toThrow('UNIQUE constraint failed: agents.id')
    expect((await database.execute({ sql: AgentQueries.getById, args: [agent.id] })).rows).toEqual([agent])
  })

  test('C-F2: update changes one agent and neither its type nor its time of creation', async () => {
    const database = await installed(engine)
    await insertAgent(database)
    await insertAgent(database, { id: 'agent-2' })
    const { id, type, created_at, updated_at, ...changeable } = agent
    const later = '2026-11-20T13:00:00.000Z'
    const args = Object.values({ ...changeable, name: 'Renamed', max_steps: 3 })
    await database.execute({ sql: AgentQueries.update, args: [...args, later, id] })
    const { rows } = await database.execute({ sql: 'SELECT * FROM agents ORDER BY id' })
    expect(rows).toEqual([
      { ...agent, name: 'Renamed', max_steps: 3, type, created_at, updated_at: later },
      { ...agent, id: 'agent-2', updated_at },
    ])
  })

  test('C-F3: getById and checkExists return no row for an unknown id, count counts', async () => {
    const database = await installed(engine)
    expect((await database.execute({ sql: AgentQueries.count })).rows).toEqual([{ total: 0 }])
    await insertAgent(database)
    await insertAgent(database, { id: 'agent-2' })
    expect((await database.execute({ sql: AgentQueries.count })).rows).toEqual([{ total: 2 }])
    expect((await database.execute({ sql: AgentQueries.checkExists, args: ['agent-2'] })).rows).toEqual([{ id: 'agent-2' }])
    expect((await database.execute({ sql: AgentQueries.checkExists, args: ['agent-3'] })).rows).toEqual([])
    expect((await database.execute({ sql: AgentQueries.getById, args: ['agent-3'] })).rows).toEqual([])
  })

  test('C-F3: delete removes one agent and says how many it removed', async () => {
    const database = await installed(engine)
    await insertAgent(database)
    await insertAgent(database, { id: 'agent-2' })
    expect(await database.execute({ sql: AgentQueries.delete, args: [agent.id] })).toMatchObject({ affected: 1 })
    expect(await database.execute({ sql: AgentQueries.delete, args: [agent.id] })).toMatchObject({ affected: 0 })
    expect((await database.execute({ sql: AgentQueries.list })).rows).toMatchObject([{ id: 'agent-2' }])
  })

  test('C-F4: list is newest first, and a hundred agents of one moment keep the order of insertion', async () => {
    const database = await installed(engine)
    // Ids that sort differently from the order of insertion, as random ones do.
    const inserted = Array.from({ length: 100 }, (_, n) => `agent-${String((n * 37) % 100)}`)
    await insertAgent(database, { id: 'newest', created_at: '2026-11-20T12:00:00.001Z' })
    for (const id of inserted) await insertAgent(database, { id, created_at: NOON })
    await insertAgent(database, { id: 'oldest', created_at: '2026-11-20T11:59:59.999Z' })
    const ids = async (): Promise<unknown[]> => (await database.execute({ sql: AgentQueries.list })).rows.map(({ id }) => id)
    const expected = ['newest', ...inserted.toReversed(), 'oldest']
    expect(await ids()).toEqual(expected)
    // Without the index, which breaks ties by itself, only the query's own order is left.
    await database.execute({ sql: 'DROP INDEX idx_agents_created_at' })
    expect(await ids()).toEqual(expected)
  })

  test('C-F4: list reads an index in order and sorts nothing', async () => {
    const database = await installed(engine)
    const { rows } = await database.execute({ sql: `EXPLAIN QUERY PLAN ${AgentQueries.list}` })
    expect(rows.map(({ detail }) => detail)).toEqual(['SCAN agents USING INDEX idx_agents_created_at'])
  })
})
