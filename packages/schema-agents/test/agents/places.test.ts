// Owns: the line under other names, and its way down, on every engine.
// Must not know: what the functions do in detail.

import { Migrator } from '@godwit/core'
import { expect, test } from 'vitest'
import { agents, agentsLine, type Handle } from '../../src/index.ts'
import { appendSessionLogs, createAgent, createSession, getAgent, listAgents, listSessionLogs } from '../../src/lines/agents/index.ts'
import { placeOf } from '../../src/sql/place.ts'
import { inASchema } from '../in-a-schema.ts'
import { onEveryEngine } from '../on-every-engine.ts'

const names = { prefix: 'cherry_' }

onEveryEngine(
  agentsLine(names),
  (database) => {
    test('E-X1: a prefix keeps the tables apart from others of their names', async () => {
      const on = database.handle()
      await on.run('CREATE TABLE agents (a INTEGER)')
      const { id } = await createAgent(on, { name: 'a', model: 'm' })
      const session = await createSession(on, { main_agent_id: id })
      await appendSessionLogs(on, session.id, [{ role: 'user', type: 'message', content: {} }])
      expect((await listSessionLogs(on, session.id)).total).toBe(1)
      expect((await on.run('SELECT id FROM cherry_agents')).rows).toEqual([{ id }])
      expect((await on.run('SELECT a FROM agents')).rows).toEqual([])
    })
  },
  names,
)

onEveryEngine(agents, (database) => {
  test('C-X11: down and up again with rows present leaves nothing behind and makes the same tables', async () => {
    const on = database.handle()
    const { id } = await createAgent(on, { name: 'a', model: 'm' })
    const session = await createSession(on, { main_agent_id: id })
    await appendSessionLogs(on, session.id, [{ role: 'user', type: 'message', content: {} }])
    const migrator = new Migrator(database.driver(), agents)
    expect(await migrator.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    await expect(listAgents(on)).rejects.toThrow(/agents/)
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await listAgents(on)).toEqual({ rows: [], total: 0 })
    const again = await createAgent(on, { id, name: 'a', model: 'm' })
    expect(await getAgent(on, id)).toEqual(again)
  })
})

test.each([
  { prefix: 'a b' },
  { prefix: '1_' },
  { prefix: "x'; --" },
  { prefix: 'x'.repeat(24) },
  { schema: 'x'.repeat(41) },
  { schema: '' },
])('the names %o are refused before they are written into a statement', (refused) => {
  expect(() => placeOf('postgres', refused)).toThrow(RangeError)
})

test('a schema is refused where there are none', () => {
  expect(() => placeOf('mysql', { schema: 'app' })).toThrow('only PostgreSQL has tables in a schema')
})

async function used(on: Handle): Promise<void> {
  const { id } = await createAgent(on, { name: 'a', model: 'm' })
  expect((await on.run('SELECT id FROM app.agents')).rows).toEqual([{ id }])
}

inASchema(agentsLine, '', used)
