// Owns: the migrations of the line `gateway`, up and down over rows, on every engine.
// Must not know: what the functions do in detail.

import { type DialectFamily, Migrator } from '@godwit/core'
import { describe, expect, test } from 'vitest'
import { gateway, gatewayLine, type Handle } from '../../src/index.ts'
import {
  createSession,
  createSessionWithMessage,
  getChatHistory,
  getSession,
  getSessions,
  storeChatMessage,
} from '../../src/lines/gateway/index.ts'
import { columnsOf, indexesOf } from '../catalogue.ts'
import { onEveryEngine } from '../on-every-engine.ts'

const indexes = (suffix: 'at' | 'time'): string[] =>
  [
    'ix_sessions_user_id(user_id)',
    'ix_sessions_agent_id(agent_id)',
    `ix_sessions_updated_${suffix}(updated_${suffix})`,
    `ix_sessions_user_id_updated_${suffix}(user_id,updated_${suffix})`,
    'ix_chat_messages_session_id(session_id)',
    `ix_chat_messages_created_${suffix}(created_${suffix})`,
    `ix_chat_messages_session_id_created_${suffix}(session_id,created_${suffix})`,
  ].sort()

/** SQLite needs none of its own. */
const OF_LATER = [
  'ix_chat_messages_session_id_seq(session_id,seq)',
  'ix_sessions_user_id_updated_time_seq(user_id,updated_time,seq)',
  'ix_sessions_updated_time_seq(updated_time,seq)',
]

/** Moments as somebody wrote them into a date, and what they are. The forms of text are SQLite's only. */
const MOMENTS: Readonly<Record<DialectFamily, readonly (readonly [string, string])[]>> = {
  sqlite: [
    ['2026-11-20T09:37:14.123Z', '2026-11-20T09:37:14.123Z'],
    ['2026-11-20 09:37:14', '2026-11-20T09:37:14.000Z'],
    ['2026-11-20 09:37:14.123456', '2026-11-20T09:37:14.123Z'],
    ['2026-11-20T10:37:14+01:00', '2026-11-20T09:37:14.000Z'],
    ['1969-12-31 23:59:59', '1969-12-31T23:59:59.000Z'],
  ],
  postgres: [
    ['2026-11-20T09:37:14.123Z', '2026-11-20T09:37:14.123Z'],
    ['2026-11-20 09:37:14+00', '2026-11-20T09:37:14.000Z'],
    ['2026-11-20 10:37:14.999+01', '2026-11-20T09:37:14.999Z'],
    ['1969-12-31 23:59:59+00', '1969-12-31T23:59:59.000Z'],
    ['2126-03-29 02:30:00.001+00', '2126-03-29T02:30:00.001Z'],
  ],
  mysql: [
    ['2026-11-20 09:37:14.123', '2026-11-20T09:37:14.123Z'],
    ['2026-11-20 09:37:14', '2026-11-20T09:37:14.000Z'],
    ['2026-03-29 02:30:00.999', '2026-03-29T02:30:00.999Z'],
    ['1969-12-31 23:59:59', '1969-12-31T23:59:59.000Z'],
    ['2126-03-29 02:30:00.001', '2126-03-29T02:30:00.001Z'],
  ],
}

/** Revision 2 with one session and five messages, which came in the reverse order of their ids and times. */
async function filled(on: Handle): Promise<void> {
  const [first] = MOMENTS[on.place.dialect]
  await on.run(`INSERT INTO sessions (id, name, user_id, agent_id, created_at) VALUES ('s', 'n', 'u', '', '${first?.[0] ?? ''}')`)
  for (const [n, [written]] of MOMENTS[on.place.dialect].entries()) {
    await on.run(`INSERT INTO chat_messages (id, session_id, message, created_at, sender_type, sender_name)
      VALUES ('m${9 - n}', 's', 'text ${n}', '${written}', 'user', 'u')`)
  }
}

const migrator = (database: { driver: () => ConstructorParameters<typeof Migrator>[0] }): Migrator =>
  new Migrator(database.driver(), gateway)

onEveryEngine(undefined, (database) => {
  test('S-T5, S-T6, S-X10, E-X9: revision 3 keeps session and messages, their moments and their order, and all seven indexes', async () => {
    const on = await database.another()
    expect(await migrator(database).up({ to: '002' })).toMatchObject({ outcome: 'migrated' })
    await filled(on)
    expect(await indexesOf(on, 'ix_')).toEqual(indexes('at'))

    const before = Date.now()
    expect(await migrator(database).up()).toMatchObject({ outcome: 'migrated' })
    const history = await getChatHistory(on, 's')
    expect(history).toEqual(
      MOMENTS[database.dialect].map(([, moment], n) => ({
        id: `m${9 - n}`,
        session_id: 's',
        message: `text ${n}`,
        created_time: Date.parse(moment),
        sender_type: 'user',
        sender_name: 'u',
      })),
    )
    const session = await getSession(on, 's')
    expect(session).toMatchObject({
      name: 'n',
      user_id: 'u',
      agent_id: '',
      created_time: Date.parse(MOMENTS[database.dialect][0]?.[1] ?? ''),
    })
    // S-T6: what had no moment has that of the migration.
    expect(session?.updated_time).toBeGreaterThan(before - 60_000)
    expect(session?.updated_time).toBeLessThan(Date.now() + 60_000)
    expect(await indexesOf(on, 'ix_')).toEqual([...indexes('time'), ...(database.dialect === 'sqlite' ? [] : OF_LATER)].toSorted())

    expect(await migrator(database).down({ to: '002' })).toMatchObject({ outcome: 'migrated' })
    expect(await indexesOf(on, 'ix_')).toEqual(indexes('at'))
    expect(await columnsOf(on, 'chat_messages')).not.toContain('created_time!')
    await on.run(`INSERT INTO chat_messages (id, session_id, message) VALUES ('late', 's', 'x')`)
    expect(await migrator(database).up()).toMatchObject({ outcome: 'migrated' })
    const again = await getChatHistory(on, 's')
    expect(again.slice(0, 5)).toEqual(history)
    expect(again[5]).toMatchObject({ id: 'late', sender_type: null, sender_name: null })
    expect(await getSession(on, 's')).toEqual(session)
    // The rebuilt key still works.
    await on.run(`DELETE FROM sessions WHERE id = 's'`)
    expect((await on.run('SELECT id FROM chat_messages')).rows).toEqual([])
    await migrator(database).down({ to: 'nothing' })
  })

  test('S-M5: one that is at an older revision gets what is missing, and a second run changes nothing', async () => {
    const on = await database.another()
    const results = await migrator(database).migrate({ limit: 1 })
    expect(results.map(({ migration }) => migration.id)).toEqual(['001'])
    expect(await indexesOf(on, 'ix_')).toEqual([])
    expect((await migrator(database).migrate()).map(({ migration }) => migration.id)).toEqual(['002', '003', '004', '005'])
    expect(await migrator(database).migrate()).toEqual([])
    await migrator(database).down({ to: 'nothing' })
  })

  test('each step down and up again makes the same tables and indexes, and keeps the rows of the one that stays', async () => {
    const on = await database.another()
    await migrator(database).up()
    const whole = [await columnsOf(on, 'sessions'), await columnsOf(on, 'chat_messages'), await indexesOf(on, '')]
    await createSessionWithMessage(on, { id: 's', user_id: 'u' }, { message: 'm' })
    expect(await migrator(database).down({ to: '001' })).toMatchObject({ outcome: 'migrated' })
    expect(await indexesOf(on, 'ix_')).toEqual([])
    expect(await migrator(database).up()).toMatchObject({ outcome: 'migrated' })
    expect([
      (await columnsOf(on, 'sessions')).toSorted(),
      (await columnsOf(on, 'chat_messages')).toSorted(),
      await indexesOf(on, ''),
    ]).toEqual([whole[0]?.toSorted(), whole[1]?.toSorted(), whole[2]])
    expect(await getChatHistory(on, 's')).toHaveLength(1)
    expect(await migrator(database).down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    await expect(getSessions(on)).rejects.toThrow(/sessions/)
  })

  test('S-T3, S-T4: the tables have the columns of the original', async () => {
    const on = await database.another()
    await migrator(database).up({ to: '002' })
    expect(await columnsOf(on, 'sessions')).toEqual(['id!', 'name', 'user_id!', 'agent_id', 'created_at', 'updated_at'])
    expect(await columnsOf(on, 'chat_messages')).toEqual(['id!', 'session_id!', 'message!', 'created_at', 'sender_type', 'sender_name'])
    await migrator(database).up()
    expect((await columnsOf(on, 'sessions')).toSorted()).toEqual(['agent_id', 'created_time!', 'id!', 'name', 'updated_time!', 'user_id!'])
    expect((await columnsOf(on, 'chat_messages')).toSorted()).toEqual(
      ['id!', 'session_id!', 'message!', 'created_time!', 'sender_type', 'sender_name'].sort(),
    )
    await migrator(database).down({ to: 'nothing' })
  })

  if (database.dialect === 'sqlite') {
    test('S-M6, S-X10: a text that is no moment stops the migration, and nothing of it stays', async () => {
      const on = await database.another()
      await migrator(database).up({ to: '002' })
      await on.run(`INSERT INTO sessions (id, user_id, created_at) VALUES ('s', 'u', 'yesterday')`)
      expect(await migrator(database).up()).toMatchObject({ outcome: 'failed' })
      expect((await on.run('SELECT created_at FROM sessions')).rows).toEqual([{ created_at: 'yesterday' }])
      expect(await indexesOf(on, 'ix_')).toEqual(indexes('at'))
      await migrator(database).down({ to: 'nothing' })
    })
  }
})

describe('under a prefix', () => {
  const names = { prefix: 'webui_' }
  onEveryEngine(
    gatewayLine(names),
    (database) => {
      test('S-X7: the line is used beside a table of the same name, and neither sees the other', async () => {
        const on = database.handle()
        await on.run('CREATE TABLE sessions (a INTEGER)')
        await createSession(on, { id: 's', user_id: 'u' })
        await storeChatMessage(on, 's', { message: 'm', sender_type: 'llm', sender_name: 'a' })
        expect(await getChatHistory(on, 's')).toHaveLength(1)
        expect((await on.run('SELECT a FROM sessions')).rows).toEqual([])
        expect(await indexesOf(on, 'webui_ix_')).toHaveLength(on.place.dialect === 'sqlite' ? 7 : 10)
        const down = new Migrator(database.driver(), gatewayLine(names))
        expect(await down.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
        expect((await on.run('SELECT a FROM sessions')).rows).toEqual([])
      })
    },
    names,
  )
})
