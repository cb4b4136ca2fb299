// Owns: C-T1 to C-T3 and C-T5 on every engine: which columns and indexes the line makes there, and that it goes and comes back.
// Must not know: how an engine writes them down; `test/tables.test.ts` has SQLite's words.

import { Migrator } from '@godwit/core'
import { expect, test } from 'vitest'
import { agents } from '../../src/index.ts'
import { appendSessionLogs, createAgent, createSession, listAgents } from '../../src/lines/agents/index.ts'
import { columnsOf, indexesOf } from '../catalogue.ts'
import { onEveryEngine } from '../on-every-engine.ts'
import { schemaOf } from '../schema-of.ts'

const SETTINGS = [
  'plan_model',
  'small_model',
  'built_in_tools',
  'mcps',
  'knowledges',
  'configuration',
  'accessible_paths',
  'permission_mode',
  'max_steps',
]
const TIMES = ['created_at', 'updated_at']

const indexed = (table: string, columns: readonly string[]): readonly string[] =>
  columns.map((column) => `idx_${table}_${column}(${column})`).toSorted()

onEveryEngine(agents, (database) => {
  test('C-T1: agents has the columns and indexes of the document, in its order', async () => {
    const on = database.handle()
    const columns = ['id!', 'type!', 'name!', 'description', 'avatar', 'instructions', 'model!', ...SETTINGS, ...TIMES]
    expect(await columnsOf(on, 'agents')).toEqual(columns)
    expect(await indexesOf(on, 'idx_agents_')).toEqual(
      indexed('agents', ['name', 'type', 'model', 'plan_model', 'small_model', 'permission_mode', 'created_at']),
    )
  })

  test('C-T2: sessions has the columns and indexes of the document, in its order', async () => {
    const on = database.handle()
    const own = ['id!', 'name', 'main_agent_id!', 'sub_agent_ids', 'user_goal', 'status!', 'external_session_id', 'model']
    expect(await columnsOf(on, 'sessions')).toEqual([...own, ...SETTINGS, ...TIMES])
    expect(await indexesOf(on, 'idx_sessions_')).toEqual(
      indexed('sessions', ['name', 'status', 'created_at', 'external_session_id', 'main_agent_id', 'model', 'plan_model', 'small_model']),
    )
  })

  test('C-T3: session_logs has the columns and indexes of the document, in its order', async () => {
    const on = database.handle()
    const own = ['id!', 'session_id!', 'parent_id', 'role!', 'type!', 'content!', 'metadata']
    expect(await columnsOf(on, 'session_logs')).toEqual([...own, ...TIMES])
    // The others' indexes end in the key of the table by themselves.
    const ofSession =
      database.dialect === 'postgres' ? 'idx_session_logs_session_id(session_id,id)' : 'idx_session_logs_session_id(session_id)'
    expect(await indexesOf(on, 'idx_session_logs_')).toEqual(
      [...indexed('session_logs', ['parent_id', 'role', 'type', 'created_at', 'updated_at']), ofSession].toSorted(),
    )
  })

  test('C-T5: down takes away rows in every table, answers to answers included, and up makes the same schema again', async () => {
    const on = database.handle()
    const migrator = new Migrator(database.driver(), agents)
    const before = await schemaOf(on, '')
    const agent = await createAgent(on, { name: 'a', model: 'm' })
    const { id: session_id } = await createSession(on, { main_agent_id: agent.id })
    const said = { role: 'user', type: 'message', content: {} } as const
    const [question] = (await appendSessionLogs(on, session_id, [said])) ?? []
    const [answer] = (await appendSessionLogs(on, session_id, [{ ...said, parent_id: question ?? 0 }])) ?? []
    expect(await appendSessionLogs(on, session_id, [{ ...said, parent_id: answer ?? 0 }])).toHaveLength(1)
    expect(await migrator.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    for (const table of ['agents', 'sessions', 'session_logs']) expect(await columnsOf(on, table)).toEqual([])
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await schemaOf(on, '')).toEqual(before)
    expect((await listAgents(on)).rows).toEqual([])
  })
})
