// Owns: the migrations of the line `agent-state`, up and down, on every engine, alone and beside the line `gateway`.
// Must not know: what the functions do in detail.

import { Migrator } from '@godwit/core'
import { expect, test } from 'vitest'
import { agentState, agentStateLine, gatewayLine, handle } from '../../src/index.ts'
import * as state from '../../src/lines/agent-state/index.ts'
import * as chats from '../../src/lines/gateway/index.ts'
import { columnsOf, indexesOf } from '../catalogue.ts'
import { onEveryEngine } from '../on-every-engine.ts'

const KEY = { app_name: 'app', user_id: 'u', id: 's' }

onEveryEngine(undefined, (database) => {
  test('S-T8: the tables have the columns and the index of the original, and the later columns come later', async () => {
    const on = await database.another()
    const migrator = new Migrator(database.driver(), agentState)
    expect(await migrator.up({ to: '001' })).toMatchObject({ outcome: 'migrated' })
    expect(await columnsOf(on, 'sessions')).toEqual(['app_name!', 'user_id!', 'id!', 'state!', 'create_time!', 'update_time!'])
    const first = [
      'id!',
      'app_name!',
      'user_id!',
      'session_id!',
      'invocation_id!',
      'author!',
      'actions!',
      'long_running_tool_ids_json',
      'branch',
      'timestamp!',
      'content',
      'grounding_metadata',
      'partial',
      'turn_complete',
      'error_code',
      'error_message',
      'interrupted',
      'input_transcription',
      'output_transcription',
    ]
    expect(await columnsOf(on, 'events')).toEqual(first)
    expect(await columnsOf(on, 'app_states')).toEqual(['app_name!', 'state!', 'update_time!'])
    expect(await columnsOf(on, 'user_states')).toEqual(['app_name!', 'user_id!', 'state!', 'update_time!'])
    expect(await indexesOf(on, 'idx_events_app_user_session_ts')).toEqual([
      'idx_events_app_user_session_ts(app_name,user_id,session_id,timestamp)',
    ])
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await columnsOf(on, 'events')).toEqual([...first, 'custom_metadata', 'usage_metadata', 'citation_metadata'])
    expect(await migrator.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    expect(await columnsOf(on, 'events')).toEqual([])
  })

  test('the later columns go and come again over events, which stay', async () => {
    const on = await database.another()
    const migrator = new Migrator(database.driver(), agentState)
    await migrator.up()
    await state.createSession(on, KEY)
    await state.appendEvent(on, KEY, { author: 'user', content: { parts: [] }, usage_metadata: { total: 1 } })
    expect(await migrator.down({ to: '001' })).toMatchObject({ outcome: 'migrated' })
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await state.listEvents(on, KEY)).toMatchObject([{ author: 'user', content: { parts: [] }, usage_metadata: null }])
    expect(await migrator.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    await expect(state.listSessions(on, 'app')).rejects.toThrow(/sessions/)
  })

  test('S-X7, E-X1: a gateway and two agents under prefixes of one database have their own tables, rows and histories', async () => {
    const session = await database.driver().open('write')
    const names = { gateway: { prefix: 'web_' }, orders: { prefix: 'orders_' } }
    // The same line twice in one database needs two histories.
    const second = new Migrator(database.driver(), { line: agentState.name, table: 'plain_history' })
    second.addMigrations(agentState.migrations)
    const migrators = [
      new Migrator(database.driver(), gatewayLine(names.gateway)),
      new Migrator(database.driver(), agentStateLine(names.orders)),
      second,
    ]
    for (const migrator of migrators) expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    const [web, orders, plain] = [handle(session, names.gateway), handle(session, names.orders), handle(session)]
    await chats.createSession(web, { id: 's', user_id: 'u' })
    await state.createSession(orders, { ...KEY, state: { 'app:a': 1 } })
    expect(await state.getSession(plain, KEY)).toBeNull()
    await state.createSession(plain, KEY)
    expect((await state.getSession(plain, KEY))?.state).toEqual({})
    expect((await chats.getSessions(web)).total).toBe(1)
    expect(await migrators[1]?.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    expect((await chats.getSessions(web)).total).toBe(1)
    expect((await state.listSessions(plain, 'app')).total).toBe(1)
    await session.close()
  })
})
