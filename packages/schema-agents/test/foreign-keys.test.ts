// Owns: ruling R1, C-X6 and the first half of C-X14: what refers to what, and what goes with it.
// Must not know: migrations.

import { describe, expect, test } from 'vitest'
import { AgentQueries, SessionLogQueries, SessionQueries } from '../src/index.ts'
import { engines, installed, type Database } from './engines.ts'
import { agent, insertAgent, insertLog, insertSession, session } from './rows.ts'

async function countLogs(database: Database, id: string = session.id): Promise<unknown> {
  const { rows } = await database.execute({ sql: SessionLogQueries.countBySessionId, args: [id] })
  return rows[0]?.['total']
}

/** Three levels, six entries. */
async function insertTree(database: Database): Promise<{ root: number; leaf: number }> {
  await insertAgent(database)
  await insertSession(database)
  const root = await insertLog(database)
  const left = await insertLog(database, { parent_id: root })
  await insertLog(database, { parent_id: root })
  await insertLog(database, { parent_id: left })
  const leaf = await insertLog(database, { parent_id: left })
  await insertLog(database)
  return { root, leaf }
}

describe.each(engines)('on $name', (engine) => {
  test('C-X14: a session of an unknown agent is refused', async () => {
    const database = await installed(engine)
    await expect(insertSession(database)).rejects.toThrow('FOREIGN KEY constraint failed')
  })

  test('C-X14: a log entry of an unknown session, or with an unknown parent, is refused', async () => {
    const database = await installed(engine)
    await expect(insertLog(database)).rejects.toThrow('FOREIGN KEY constraint failed')
    await insertAgent(database)
    await insertSession(database)
    await expect(insertLog(database, { parent_id: 4711 })).rejects.toThrow('FOREIGN KEY constraint failed')
  })

  test('R1: an agent takes its sessions and their log trees with it', async () => {
    const database = await installed(engine)
    await insertTree(database)
    await insertAgent(database, { id: 'agent-2' })
    await insertSession(database, { id: 'session-2', main_agent_id: 'agent-2' })
    await insertLog(database, { session_id: 'session-2' })
    await database.execute({ sql: AgentQueries.delete, args: [agent.id] })
    const { rows } = await database.execute({ sql: SessionQueries.list })
    expect(rows.map(({ id }) => id)).toEqual(['session-2'])
    expect(await countLogs(database)).toBe(0)
    expect(await countLogs(database, 'session-2')).toBe(1)
  })

  test('C-X6: deleteBySessionId deletes a whole tree', async () => {
    const database = await installed(engine)
    await insertTree(database)
    expect(await countLogs(database)).toBe(6)
    await database.execute({ sql: SessionLogQueries.deleteBySessionId, args: [session.id] })
    expect(await countLogs(database)).toBe(0)
  })

  test('C-X6: deleting a session deletes its tree', async () => {
    const database = await installed(engine)
    await insertTree(database)
    await database.execute({ sql: SessionQueries.delete, args: [session.id] })
    expect(await countLogs(database)).toBe(0)
  })

  test('C-X6: when an entry goes, its answers stay, without a parent', async () => {
    const database = await installed(engine)
    const { root } = await insertTree(database)
    await database.execute({ sql: SessionLogQueries.deleteById, args: [root] })
    expect(await countLogs(database)).toBe(5)
    const { rows } = await database.execute({ sql: SessionLogQueries.getBySessionId, args: [session.id] })
    expect(rows.filter(({ parent_id: parent }) => parent === root)).toEqual([])
    expect(rows.some(({ parent_id: parent }) => parent === null)).toBe(true)
  })
})
