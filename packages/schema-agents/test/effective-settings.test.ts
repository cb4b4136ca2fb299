// Owns: C-F8 and ruling R2, with C-D10: which settings a session runs with.
// Must not know: the other queries.

import { describe, expect, test } from 'vitest'
import { SessionQueries } from '../src/index.ts'
import { engines, installed, type Database, type Row } from './engines.ts'
import { agent, insertAgent, insertSession, NOON, session } from './rows.ts'

const SETTINGS = [
  'model',
  'plan_model',
  'small_model',
  'built_in_tools',
  'mcps',
  'knowledges',
  'configuration',
  'accessible_paths',
  'permission_mode',
  'max_steps',
] as const

const JSON_SETTINGS = ['built_in_tools', 'mcps', 'knowledges', 'configuration', 'accessible_paths'] as const

async function joined(database: Database): Promise<Row> {
  const { rows } = await database.execute({ sql: SessionQueries.getSessionWithAgent, args: [session.id] })
  expect(rows).toHaveLength(1)
  return rows[0] ?? {}
}

function effective(values: Row): Row {
  return Object.fromEntries(SETTINGS.map((name) => [`effective_${name}`, values[name]]))
}

describe.each(engines)('on $name', (engine) => {
  test('C-F8: the row has the session, six columns of the agent and ten effective settings, and nothing else', async () => {
    const database = await installed(engine)
    await insertAgent(database)
    await insertSession(database)
    expect(await joined(database)).toEqual({
      ...session,
      agent_name: agent.name,
      agent_description: agent.description,
      agent_avatar: agent.avatar,
      agent_instructions: agent.instructions,
      agent_created_at: agent.created_at,
      agent_updated_at: agent.updated_at,
      ...effective(agent),
    })
  })

  test('C-F8: an unknown session has no row', async () => {
    const database = await installed(engine)
    expect((await database.execute({ sql: SessionQueries.getSessionWithAgent, args: ['unknown'] })).rows).toEqual([])
  })

  test("R2: a session that sets nothing runs with all of its agent's settings", async () => {
    const database = await installed(engine)
    await insertAgent(database, { permission_mode: 'bypassPermissions', max_steps: 50 })
    await insertSession(database)
    expect(await joined(database)).toMatchObject({ effective_permission_mode: 'bypassPermissions', effective_max_steps: 50 })
  })

  test.each(SETTINGS)('R2: a session that sets %s overrides that one only', async (name) => {
    const database = await installed(engine)
    await insertAgent(database)
    const own = name === 'max_steps' ? 7 : `own ${name}`
    await insertSession(database, { [name]: own })
    expect(await joined(database)).toMatchObject({ ...effective(agent), [`effective_${name}`]: own })
  })

  test('R2: zero steps, an empty list, an empty object and an empty text are settings', async () => {
    const database = await installed(engine)
    await insertAgent(database)
    const own = { max_steps: 0, mcps: '[]', configuration: '{}', plan_model: '' }
    await insertSession(database, own)
    expect(await joined(database)).toMatchObject(effective({ ...agent, ...own }))
  })

  test.each(JSON_SETTINGS)('C-D10: a JSON null in %s is no setting', async (name) => {
    const database = await installed(engine)
    await insertAgent(database)
    await insertSession(database, { [name]: JSON.stringify(null) })
    expect(await joined(database)).toMatchObject(effective(agent))
  })

  test('R2: a setting that neither has is null', async () => {
    const database = await installed(engine)
    await insertAgent(database, { small_model: null })
    await insertSession(database)
    expect(await joined(database)).toMatchObject({ effective_small_model: null })
  })

  test('R2: update with null gives a setting back to the agent', async () => {
    const database = await installed(engine)
    await insertAgent(database)
    await insertSession(database, { permission_mode: 'readOnly', max_steps: 3 })
    expect(await joined(database)).toMatchObject({ effective_permission_mode: 'readOnly', effective_max_steps: 3 })
    const { id, created_at: _, ...changeable } = session
    await database.execute({ sql: SessionQueries.update, args: [...Object.values(changeable), id] })
    expect(await joined(database)).toMatchObject({ effective_permission_mode: 'bypassPermissions', effective_max_steps: 50 })
  })

  test('R2: an insert of its own that leaves the columns out takes the defaults of the table as settings', async () => {
    // The document's defaults cannot be told from a caller's choice; the text of SessionQueries.insert says so.
    const database = await installed(engine)
    await insertAgent(database)
    await database.execute({
      sql: 'INSERT INTO sessions (id, main_agent_id, created_at) VALUES (?, ?, ?)',
      args: [session.id, agent.id, NOON],
    })
    expect(await joined(database)).toMatchObject({
      effective_permission_mode: 'readOnly',
      effective_max_steps: 10,
      effective_model: agent.model,
    })
  })
})
