// Owns: C-F5 to C-F7 and C-F9, what the session queries do alone.
// Must not know: the join with agents.

import { describe, expect, test } from 'vitest'
import { SessionQueries } from '../src/index.ts'
import { engines, installed, type Database } from './engines.ts'
import { insertAgent, insertSession, NOON, session } from './rows.ts'

const LATER = '2026-11-20T13:00:00.000Z'

async function ids(database: Database, sql: string, args: (string | number)[] = []): Promise<unknown[]> {
  const { rows } = await database.execute({ sql, args })
  return rows.map(({ id }) => id)
}

/** Returns the ids in the order of insertion, which is neither that of the ids nor told by the time. */
async function insertMany(database: Database, count: number): Promise<string[]> {
  await insertAgent(database)
  const inserted = Array.from({ length: count }, (_, n) => `session-${String((n * 37) % count)}`)
  for (const [n, id] of inserted.entries()) {
    await insertSession(database, { id, status: n % 2 === 0 ? 'idle' : 'running', external_session_id: n % 10 === 0 ? 'external' : null })
  }
  return inserted
}

describe.each(engines)('on $name', (engine) => {
  test('C-F5: a session comes back as it was inserted, settings that are null included', async () => {
    const database = await installed(engine)
    await insertAgent(database)
    await insertSession(database)
    expect((await database.execute({ sql: SessionQueries.getById, args: [session.id] })).rows).toEqual([session])
  })

  test('C-F6: updateStatus and updateExternalSessionId change their column and the time, of one session', async () => {
    const database = await installed(engine)
    await insertAgent(database)
    await insertSession(database)
    await insertSession(database, { id: 'session-2' })
    await database.execute({ sql: SessionQueries.updateStatus, args: ['completed', LATER, session.id] })
    const [row] = (await database.execute({ sql: SessionQueries.getById, args: [session.id] })).rows
    expect(row).toEqual({ ...session, status: 'completed', updated_at: LATER })
    await database.execute({ sql: SessionQueries.updateExternalSessionId, args: ['sdk-9', NOON, session.id] })
    const [second] = (await database.execute({ sql: SessionQueries.getById, args: [session.id] })).rows
    expect(second).toEqual({ ...session, status: 'completed', external_session_id: 'sdk-9' })
    const [other] = (await database.execute({ sql: SessionQueries.getById, args: ['session-2'] })).rows
    expect(other).toEqual({ ...session, id: 'session-2' })
  })

  test('C-F7: list is newest first, and a hundred sessions of one moment keep the order of insertion', async () => {
    const database = await installed(engine)
    const inserted = await insertMany(database, 100)
    await insertSession(database, { id: 'oldest', created_at: '2026-11-20T11:59:59.999Z' })
    const expected = [...inserted.toReversed(), 'oldest']
    expect(await ids(database, SessionQueries.list)).toEqual(expected)
    // Without the index, which breaks ties by itself, only the query's own order is left.
    await database.execute({ sql: 'DROP INDEX idx_sessions_created_at' })
    expect(await ids(database, SessionQueries.list)).toEqual(expected)
  })

  test('C-F7: pages of one moment neither lose nor repeat a session', async () => {
    const database = await installed(engine)
    const inserted = await insertMany(database, 100)
    const pages: unknown[] = []
    for (let offset = 0; offset < 100; offset += 7) pages.push(...(await ids(database, SessionQueries.listWithLimit, [7, offset])))
    expect(pages).toEqual(inserted.toReversed())
    expect(await ids(database, SessionQueries.listWithLimit, [0, 0])).toEqual([])
    expect(await ids(database, SessionQueries.listWithLimit, [10, 100])).toEqual([])
  })

  test('C-F7: getByStatus returns that status only, in the order of list', async () => {
    const database = await installed(engine)
    const inserted = await insertMany(database, 100)
    expect(await ids(database, SessionQueries.getByStatus, ['idle'])).toEqual(inserted.filter((_, n) => n % 2 === 0).toReversed())
    expect(await ids(database, SessionQueries.getByStatus, ['bogus'])).toEqual([])
  })

  test('C-F9: getByExternalSessionId returns all sessions with that id, newest first', async () => {
    const database = await installed(engine)
    const inserted = await insertMany(database, 100)
    expect(await ids(database, SessionQueries.getByExternalSessionId, ['external'])).toEqual(
      inserted.filter((_, n) => n % 10 === 0).toReversed(),
    )
    expect(await ids(database, SessionQueries.getByExternalSessionId, ['unknown'])).toEqual([])
  })

  test('C-F15: delete, count and checkExists', async () => {
    const database = await installed(engine)
    await insertMany(database, 3)
    expect((await database.execute({ sql: SessionQueries.count })).rows).toEqual([{ total: 3 }])
    expect(await ids(database, SessionQueries.checkExists, ['session-1'])).toEqual(['session-1'])
    expect(await database.execute({ sql: SessionQueries.delete, args: ['session-1'] })).toMatchObject({ affected: 1 })
    expect(await database.execute({ sql: SessionQueries.delete, args: ['session-1'] })).toMatchObject({ affected: 0 })
    expect(await ids(database, SessionQueries.checkExists, ['session-1'])).toEqual([])
    expect((await database.execute({ sql: SessionQueries.count })).rows).toEqual([{ total: 2 }])
  })

  test('C-F7: lists read an index in order and sort nothing', async () => {
    const database = await installed(engine)
    const plan = async (sql: string, args: number[] = []): Promise<unknown[]> => {
      const { rows } = await database.execute({ sql: `EXPLAIN QUERY PLAN ${sql}`, args })
      return rows.map(({ detail }) => detail)
    }
    expect(await plan(SessionQueries.list)).toEqual(['SCAN sessions USING INDEX idx_sessions_created_at'])
    expect(await plan(SessionQueries.listWithLimit, [10, 0])).toEqual(['SCAN sessions USING INDEX idx_sessions_created_at'])
  })
})
