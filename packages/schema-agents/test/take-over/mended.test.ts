// Owns: after `agents-mended` a database that was taken over is as the line `agents` makes it, and no row of it is gone.
// Must not know: how it is taken over.

import { adopt, type Driver, type Line, Migrator, type Report, takeOver } from '@godwit/core'
import { expect, test } from 'vitest'
import { agents, agentsIndexes, agentsSearch, handle } from '../../src/index.ts'
import {
  appendSessionLogs,
  createSession,
  deleteAgent,
  getSession,
  getSessionWithAgent,
  listSessions,
} from '../../src/lines/agents/index.ts'
import { searchSessionLogs } from '../../src/lines/agents-search/index.ts'
import { agentsMended, cherry } from '../../src/take-over/index.ts'
import { freshFile, onFiles, run } from '../fresh-databases.ts'
import { AGENTS, claims, LOGS, ORIGINAL, sessions, TRACKING } from './cherry-databases.ts'

const TABLE = 'godwit_migrations'

function migrator(driver: Driver, line: Line): Migrator {
  const made = new Migrator(driver, { line: line.name, requires: line.requires ?? [], table: TABLE })
  made.addMigrations(line.migrations)
  return made
}

onFiles((open) => {
  const takenOver = async (...statements: readonly string[]): Promise<Driver> => {
    const driver = open((await freshFile()).file)
    await run(driver, 'PRAGMA foreign_keys = OFF', ...statements)
    expect(await takeOver(driver, cherry, { scratch: open(':memory:'), table: TABLE })).toMatchObject({ outcome: 'adopted' })
    return driver
  }
  const mend = (driver: Driver): Promise<Report> => migrator(driver, agentsMended).up()
  const mended = async (...statements: readonly string[]): Promise<Driver> => {
    const driver = await takenOver(...statements)
    expect(await mend(driver)).toMatchObject({ outcome: 'migrated', steps: [{ id: '001', transaction: 'committed' }] })
    return driver
  }
  const rows = async (driver: Driver, query: string): Promise<readonly unknown[]> => (await run(driver, query)).rows

  test('R1: it is as the line makes it: nothing has to be accepted any more', async () => {
    for (const statements of [ORIGINAL, [...TRACKING, ...AGENTS, ...sessions(), ...LOGS, ...claims('001', '002')]]) {
      const driver = await mended(...statements)
      const again = { to: 'latest', scratch: open(':memory:'), table: 'another' }
      expect(await adopt(driver, agents, again)).toMatchObject({ outcome: 'adopted', ids: ['001', '002'], accepted: [] })
    }
  })

  test('0.2 #7: a session whose agent is gone is there, with an agent that stands in for it and allows least', async () => {
    const on = handle(await (await mended(...ORIGINAL)).open('write'))
    expect(await getSession(on, 's5')).toMatchObject({ name: 'Orphan', main_agent_id: 'gone', updated_at: 'some day' })
    expect(await getSessionWithAgent(on, 's5')).toMatchObject({ agent_name: 'Missing agent', effective_model: 'lost' })
    expect(await rows(await mended(...ORIGINAL), "SELECT model, permission_mode, max_steps FROM agents WHERE id = 'gone'")).toEqual([
      { model: 'lost', permission_mode: 'readOnly', max_steps: 10 },
    ])
  })

  test('every row and every other column is as it was, and sessions keep the order in which they came', async () => {
    const columns = 'rowid AS number, id, name, main_agent_id, status, model, permission_mode, max_steps'
    const logs = 'SELECT id, session_id, parent_id, role, type, content, metadata FROM session_logs ORDER BY id'
    const driver = await takenOver(...ORIGINAL)
    const before = [await rows(driver, `SELECT ${columns} FROM sessions ORDER BY rowid`), await rows(driver, logs)]
    expect(before.map((each) => each.length)).toEqual([3, 2])
    await mend(driver)
    expect([await rows(driver, `SELECT ${columns} FROM sessions ORDER BY rowid`), await rows(driver, logs)]).toEqual(before)
    const listed = await listSessions(handle(await driver.open('write')))
    expect(listed.rows.map(({ id }) => id)).toEqual(['s7', 's5', 's9'])
  })

  test('0.2 #13: moments have one form; what is none, and null, stays', async () => {
    const driver = await mended(...ORIGINAL, "UPDATE agents SET updated_at = '2026-01-05T10:00:00.5+02:00' WHERE id = 'a1'")
    expect(await rows(driver, "SELECT created_at, updated_at FROM agents WHERE id IN ('a1', 'a2') ORDER BY id")).toEqual([
      { created_at: '2026-01-05T08:37:14.250Z', updated_at: '2026-01-05T08:00:00.500Z' },
      { created_at: '2026-01-05T09:37:14.000Z', updated_at: '2026-01-05T09:37:14.000Z' },
    ])
    expect(await rows(driver, 'SELECT created_at, updated_at FROM sessions ORDER BY id')).toEqual([
      { created_at: '2026-01-06T10:00:00.000Z', updated_at: 'some day' },
      { created_at: '2026-01-06T10:00:00.000Z', updated_at: null },
      { created_at: '2026-01-06T10:00:00.000Z', updated_at: '2026-01-06T10:00:00.000Z' },
    ])
    const form = "created_at NOT GLOB '????-??-??T??:??:??.???Z'"
    expect(await rows(driver, `SELECT id FROM session_logs WHERE ${form}`)).toEqual([])
  })

  test('R1: the keys are in force: no session without its agent, an answer outlives its parent, no number comes again', async () => {
    const driver = await mended(...ORIGINAL)
    const on = handle(await driver.open('write'))
    await expect(createSession(on, { main_agent_id: 'nobody' })).rejects.toMatchObject({ reason: 'constraint' })
    expect(await appendSessionLogs(on, 's7', [{ role: 'user', type: 'message', content: 1 }])).toEqual([4])
    await on.run('DELETE FROM session_logs WHERE id = 1')
    expect((await on.run('SELECT id, parent_id FROM session_logs ORDER BY id')).rows).toEqual([
      { id: 2, parent_id: null },
      { id: 4, parent_id: null },
    ])
    await deleteAgent(on, 'a2')
    expect((await on.run('SELECT id FROM sessions ORDER BY id')).rows).toEqual([{ id: 's5' }, { id: 's9' }])
    expect((await on.run('SELECT id FROM session_logs')).rows).toEqual([{ id: 2 }])
  })

  test('entries without a session or a parent, which only a connection without keys can have written, stay', async () => {
    const log = 'INSERT INTO session_logs (id, session_id, parent_id, role, type, content) VALUES'
    const driver = await mended(
      ...ORIGINAL,
      `${log} (10, 'lost', NULL, 'user', 'message', '1')`,
      `${log} (11, 'lost', 9, 'user', 'message', '2')`,
    )
    expect(await rows(driver, 'SELECT id, session_id, parent_id FROM session_logs WHERE id > 9 ORDER BY id')).toEqual([
      { id: 10, session_id: 'lost', parent_id: null },
      { id: 11, session_id: 'lost', parent_id: null },
    ])
    const on = handle(await driver.open('write'))
    expect(await getSession(on, 'lost')).toMatchObject({ status: 'stopped', permission_mode: null, max_steps: null })
    expect(await getSessionWithAgent(on, 'lost')).toMatchObject({ agent_name: 'Missing agent', effective_permission_mode: 'readOnly' })
  })

  test('the way down takes the keys away and no row; up again, and the line under it waits for it', async () => {
    const driver = await mended(...ORIGINAL)
    expect(await migrator(driver, agents).down({ to: 'nothing' })).toMatchObject({
      outcome: 'blocked',
      problems: [{ code: 'REQUIRED_BY' }],
    })
    const before = await rows(driver, 'SELECT * FROM sessions ORDER BY rowid')
    expect(await migrator(driver, agentsMended).down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    expect(await rows(driver, 'SELECT * FROM sessions ORDER BY rowid')).toEqual(before)
    const again = { to: 'latest', scratch: open(':memory:'), table: 'another', accept: cherry.accept }
    const adopted = await adopt(driver, agents, again)
    expect(adopted.outcome === 'adopted' && adopted.accepted.length).toBe(2)
    expect(await mend(driver)).toMatchObject({ outcome: 'migrated' })
    expect(await rows(driver, 'SELECT * FROM sessions ORDER BY rowid')).toEqual(before)
  })

  test('what hangs on the tables is there afterwards, whoever made it: search, indexes, triggers and views, also on the way down', async () => {
    const driver = await takenOver(...ORIGINAL)
    for (const line of [agentsSearch, agentsIndexes]) expect(await migrator(driver, line).up()).toMatchObject({ outcome: 'migrated' })
    await run(
      driver,
      'CREATE TABLE seen (session_id TEXT)',
      'CREATE INDEX "my ""own"" index" ON sessions(name) WHERE name IS NOT NULL',
      'CREATE VIEW "open" AS SELECT s.id, l.content FROM sessions s JOIN session_logs l ON l.session_id = s.id',
      'CREATE TRIGGER seeing AFTER INSERT ON session_logs BEGIN INSERT INTO seen VALUES (NEW.session_id); END',
      'CREATE TRIGGER "named" INSTEAD OF INSERT ON "open" BEGIN INSERT INTO seen VALUES (NEW.id); END',
      'CREATE TRIGGER forgetting AFTER DELETE ON seen BEGIN UPDATE sessions SET name = NULL WHERE id = OLD.session_id; END',
    )
    const hanging = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE type <> 'table' ORDER BY type, name"
    const before = await rows(driver, hanging)
    expect(before.length).toBeGreaterThan(20)

    expect(await mend(driver)).toMatchObject({ outcome: 'migrated' })
    expect(await rows(driver, hanging)).toEqual(before)
    const on = handle(await driver.open('write'))
    await appendSessionLogs(on, 's7', [{ role: 'user', type: 'message', content: 'the heron' }])
    expect(await searchSessionLogs(on, 'heron')).toMatchObject([{ session_id: 's7', content: 'the heron' }])
    expect(await rows(driver, 'SELECT session_id FROM seen')).toEqual([{ session_id: 's7' }])

    expect(await migrator(driver, agentsMended).down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    expect(await rows(driver, hanging)).toEqual(before)
    expect(await searchSessionLogs(on, 'heron')).toMatchObject([{ session_id: 's7' }])
  })

  test('where nothing was taken over it is refused', async () => {
    const driver = open((await freshFile()).file)
    expect(await mend(driver)).toMatchObject({ outcome: 'blocked', problems: [{ code: 'REQUIREMENT_UNMET' }] })
  })
})
