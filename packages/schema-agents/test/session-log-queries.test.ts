// Owns: C-F10 to C-F13, what the log queries do.
// Must not know: deleting trees.

import { describe, expect, test } from 'vitest'
import { SessionLogQueries } from '../src/index.ts'
import { engines, installed, type Database, type Engine } from './engines.ts'
import { insertAgent, insertLog, insertSession, log, session } from './rows.ts'

async function ids(database: Database, sql: string, args: (string | number)[]): Promise<unknown[]> {
  const { rows } = await database.execute({ sql, args })
  return rows.map(({ id }) => id)
}

async function withSession(engine: Engine): Promise<Database> {
  const database = await installed(engine)
  await insertAgent(database)
  await insertSession(database)
  await insertSession(database, { id: 'session-2' })
  return database
}

describe.each(engines)('on $name', (engine) => {
  test('C-F10: insert gives out a new integer id, and the entry comes back as it was inserted', async () => {
    const database = await withSession(engine)
    const first = await insertLog(database)
    const second = await insertLog(database, { parent_id: first, metadata: '{"tokens":0}' })
    expect([first, second]).toEqual([1, 2])
    expect((await database.execute({ sql: SessionLogQueries.getById, args: [second] })).rows).toEqual([
      { ...log, id: second, parent_id: first, metadata: '{"tokens":0}' },
    ])
  })

  test('C-F11: a hundred entries of one moment are returned in the order of insertion, by page as well', async () => {
    const database = await withSession(engine)
    const late = await insertLog(database, { created_at: '2026-11-20T12:00:00.001Z' })
    const inserted: number[] = []
    for (let n = 0; n < 100; n += 1) {
      inserted.push(await insertLog(database))
      await insertLog(database, { session_id: 'session-2' })
    }
    const expected = [...inserted, late]
    expect(await ids(database, SessionLogQueries.getBySessionId, [session.id])).toEqual(expected)
    const pages: unknown[] = []
    for (let offset = 0; offset <= 100; offset += 7) {
      pages.push(...(await ids(database, SessionLogQueries.getBySessionIdWithPagination, [session.id, 7, offset])))
    }
    expect(pages).toEqual(expected)
    expect(await ids(database, SessionLogQueries.getBySessionIdWithPagination, [session.id, 0, 0])).toEqual([])
  })

  test('C-F12: getLatestBySessionId returns the newest, the newest first', async () => {
    const database = await withSession(engine)
    const inserted: number[] = []
    for (let n = 0; n < 10; n += 1) inserted.push(await insertLog(database))
    expect(await ids(database, SessionLogQueries.getLatestBySessionId, [session.id, 3])).toEqual(inserted.slice(-3).toReversed())
    expect(await ids(database, SessionLogQueries.getLatestBySessionId, [session.id, 0])).toEqual([])
    expect(await ids(database, SessionLogQueries.getLatestBySessionId, ['session-2', 3])).toEqual([])
  })

  test('C-F13: update changes content, metadata and time of one entry', async () => {
    const database = await withSession(engine)
    const first = await insertLog(database)
    const second = await insertLog(database)
    const later = '2026-11-20T13:00:00.000Z'
    await database.execute({ sql: SessionLogQueries.update, args: ['{"text":"edited"}', '{}', later, first] })
    const { rows } = await database.execute({ sql: SessionLogQueries.getBySessionId, args: [session.id] })
    expect(rows).toEqual([
      { ...log, id: first, content: '{"text":"edited"}', metadata: '{}', updated_at: later },
      { ...log, id: second },
    ])
  })

  test('C-F13: countBySessionId counts the entries of that session, deleteBySessionId deletes them', async () => {
    const database = await withSession(engine)
    const count = async (id: string): Promise<unknown> =>
      (await database.execute({ sql: SessionLogQueries.countBySessionId, args: [id] })).rows
    expect(await count(session.id)).toEqual([{ total: 0 }])
    await insertLog(database)
    await insertLog(database)
    await insertLog(database, { session_id: 'session-2' })
    expect(await count(session.id)).toEqual([{ total: 2 }])
    await database.execute({ sql: SessionLogQueries.deleteBySessionId, args: [session.id] })
    expect(await count(session.id)).toEqual([{ total: 0 }])
    expect(await count('session-2')).toEqual([{ total: 1 }])
  })

  test('C-F13: getById returns no row for an unknown id', async () => {
    const database = await withSession(engine)
    expect((await database.execute({ sql: SessionLogQueries.getById, args: [4711] })).rows).toEqual([])
  })

  test('entries of a session are found by an index, not by reading the table', async () => {
    const database = await withSession(engine)
    const { rows } = await database.execute({ sql: `EXPLAIN QUERY PLAN ${SessionLogQueries.getLatestBySessionId}`, args: [session.id, 50] })
    expect(rows[0]?.['detail']).toBe('SEARCH session_logs USING INDEX idx_session_logs_session_id (session_id=?)')
  })
})
