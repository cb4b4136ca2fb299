// Owns: the database of an installed Cherry Studio is taken over as it is, or refused with what is otherwise.
// Must not know: how schemas are compared, how the keys are mended.

import { readFile } from 'node:fs/promises'
import { differenceKey, type Driver, Migrator, takeOver } from '@godwit/core'
import { expect, test } from 'vitest'
import { agents, handle } from '../../src/index.ts'
import { appendSessionLogs, createAgent, getAgent, getSession, getSessionWithAgent, listSessionLogs } from '../../src/lines/agents/index.ts'
import { cherry } from '../../src/take-over/index.ts'
import { freshFile, onFiles, run } from '../fresh-databases.ts'
import { AGENTS, claims, LOGS, ORIGINAL, ROWS, sessions, TRACKING } from './cherry-databases.ts'

const TABLE = 'godwit_migrations'
const EVERYTHING = ['agents', 'sessions', 'session_logs', 'migrations']

onFiles((open) => {
  const made = async (...statements: readonly string[]): Promise<{ readonly file: string; readonly driver: Driver }> => {
    const { file } = await freshFile()
    const driver = open(file)
    await run(driver, 'SELECT 1', ...statements)
    return { file, driver }
  }
  const rowsOf = async (driver: Driver): Promise<unknown> => {
    const rows: unknown[] = []
    for (const table of EVERYTHING) rows.push((await run(driver, `SELECT rowid AS number, * FROM ${table} ORDER BY rowid`)).rows)
    return rows
  }
  /** That nothing was written, by the bytes. */
  const untouched = async (statements: readonly string[]): Promise<Awaited<ReturnType<typeof takeOver>>> => {
    const { file, driver } = await made(...statements)
    const before = await readFile(file)
    const taken = await takeOver(driver, cherry, { scratch: open(':memory:'), table: TABLE })
    expect((await readFile(file)).equals(before)).toBe(true)
    return taken
  }
  const keysOf = async (statements: readonly string[]): Promise<readonly string[]> => {
    const taken = await untouched(statements)
    if (taken.outcome !== 'differs') throw new Error(`expected differences: ${JSON.stringify(taken)}`)
    return taken.differences.map(differenceKey)
  }
  const changed = (statements: readonly string[], from: string, to: string): readonly string[] => {
    expect(statements.some((text) => text.includes(from))).toBe(true)
    return statements.map((text) => text.replace(from, to))
  }

  test('E-X15, R1: it is taken over with its rows, nothing is run again, and the line goes on from there', async () => {
    const { driver } = await made(...ORIGINAL)
    const before = await rowsOf(driver)
    const scratch = open(':memory:')
    const taken = await takeOver(driver, cherry, { scratch, table: TABLE })
    expect(taken).toMatchObject({
      outcome: 'adopted',
      line: 'agents',
      to: '002',
      ids: ['001', '002'],
      accepted: [
        { what: 'foreign key', table: 'session_logs', columns: ['parent_id'] },
        { what: 'foreign key', table: 'sessions', columns: ['main_agent_id'] },
      ],
      left: [],
    })
    expect(await rowsOf(driver)).toEqual(before)
    const migrator = new Migrator(driver, { line: agents.name, table: TABLE })
    migrator.addMigrations(agents.migrations)
    expect(await migrator.up()).toMatchObject({ outcome: 'up-to-date' })
    expect((await migrator.status()).migrations.map(({ id, state }) => `${id} ${state}`)).toEqual(['001 applied', '002 applied'])
    expect(await takeOver(driver, cherry, { scratch, table: TABLE })).toEqual({ outcome: 'up-to-date', line: 'agents', to: '002' })
    expect(await rowsOf(driver)).toEqual(before)
  })

  test('E-X15: the functions of the line work on it', async () => {
    const { driver } = await made(...ORIGINAL)
    expect(await takeOver(driver, cherry, { scratch: open(':memory:'), table: TABLE })).toMatchObject({ outcome: 'adopted' })
    const on = handle(await driver.open('write'))
    expect(await getAgent(on, 'a1')).toMatchObject({ name: 'First', mcps: ['m'], created_at: '2026-01-05T08:37:14.250Z' })
    expect(await getSession(on, 's9')).toMatchObject({ main_agent_id: 'a1', name: 'Of the first' })
    expect(await getSessionWithAgent(on, 's7')).toMatchObject({ agent_name: 'Second', effective_model: 'small' })
    expect((await listSessionLogs(on, 's9')).rows).toMatchObject([
      { content: { text: 'Hello' } },
      { content: 0, metadata: null, parent_id: 1 },
    ])
    await createAgent(on, { id: 'a3', name: 'Third', model: 'large' })
    // The number of the entry that was deleted is not given again.
    expect(await appendSessionLogs(on, 's7', [{ role: 'user', type: 'message', content: 'more' }])).toEqual([4])
  })

  test('E-X15: as far as 001 only, it gets 002 from us', async () => {
    const { driver } = await made(...TRACKING, ...AGENTS, ...claims('001'), ROWS[0] ?? '')
    expect(await takeOver(driver, cherry, { scratch: open(':memory:'), table: TABLE })).toMatchObject({ outcome: 'adopted', ids: ['001'] })
    const migrator = new Migrator(driver, { line: agents.name, table: TABLE })
    migrator.addMigrations(agents.migrations)
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '002' }] })
    expect(await getAgent(handle(await driver.open('write')), 'a1')).toMatchObject({ name: 'First' })
  })

  test('R1: where it has the key that its document shows, nothing has to be accepted but the other', async () => {
    const key = ', FOREIGN KEY (main_agent_id) REFERENCES agents ON DELETE CASCADE'
    const { driver } = await made(...TRACKING, ...AGENTS, ...sessions(key), ...LOGS, ...claims('001', '002'))
    expect(await takeOver(driver, cherry, { scratch: open(':memory:'), table: TABLE })).toMatchObject({
      outcome: 'adopted',
      accepted: [{ table: 'session_logs' }],
    })
  })

  test('E-X15: a column that is missing is named, and nothing is written', async () => {
    expect(await keysOf(changed(ORIGINAL, 'user_goal TEXT,', ''))).toEqual(['sessions.user_goal column: absent'])
  })

  test('E-X15: a column of another type is named, and nothing is written', async () => {
    expect(await keysOf(changed(ORIGINAL, 'max_steps INTEGER', 'max_steps TEXT'))).toEqual([
      'agents.max_steps type: TEXT',
      'sessions.max_steps type: TEXT',
    ])
  })

  test('E-X15: a column that is not expected is named, and nothing is written', async () => {
    const later = [...ORIGINAL, 'ALTER TABLE session_logs ADD COLUMN agent_session_id TEXT']
    expect(await keysOf(later)).toEqual(['session_logs.agent_session_id column: TEXT'])
  })

  test('E-X15: nulls, the primary key, numbers that come again, an index: each is named, and nothing is written', async () => {
    let statements = changed(ORIGINAL, 'name TEXT NOT NULL', 'name TEXT')
    statements = changed(statements, 'id INTEGER PRIMARY KEY AUTOINCREMENT', 'id INTEGER PRIMARY KEY')
    statements = changed(statements, 'sessions (id TEXT PRIMARY KEY', 'sessions (id TEXT NOT NULL UNIQUE')
    statements = statements.filter((text) => !text.includes('idx_agents_model'))
    expect(await keysOf(statements)).toEqual([
      'agents.name nullability: NULL',
      'agents.model index: absent',
      'session_logs.id type: INTEGER ROWID',
      'sessions primary key: absent',
      'sessions.id unique key: over all rows',
    ])
  })

  test('a key that it is not known for is named: of the entries, or of the sessions to something else', async () => {
    const noCascade = changed(ORIGINAL, 'REFERENCES sessions (id) ON DELETE CASCADE', 'REFERENCES sessions (id)')
    expect(await keysOf(noCascade)).toEqual(['session_logs.session_id foreign key: sessions (id)'])
    const elsewhere = sessions(', FOREIGN KEY (main_agent_id) REFERENCES agents (name)')
    expect(await keysOf([...TRACKING, ...AGENTS, ...elsewhere, ...LOGS, ...claims('001', '002')])).toEqual([
      'sessions.main_agent_id foreign key: agents (name)',
    ])
  })

  test('E-X15: it says 001 and has what only 002 makes', async () => {
    expect(await keysOf([...TRACKING, ...AGENTS, ...sessions(), ...LOGS, ...claims('001')])).toEqual([
      'session_logs later table: a table',
      'sessions later table: a table',
    ])
  })

  test('E-X15: it says 002 and stopped early', async () => {
    expect(await keysOf([...TRACKING, ...AGENTS, ...sessions(), ...claims('001', '002')])).toEqual(['session_logs table: absent'])
  })

  test('E-X15: a migration that nobody knows, a gap, an empty history, another’s table: it is told why nobody can tell', async () => {
    const rest = [...AGENTS, ...sessions(), ...LOGS]
    const why = async (...statements: readonly string[]): Promise<string> => {
      const taken = await untouched(statements)
      return taken.outcome === 'unclear' ? taken.why : taken.outcome
    }
    expect(await why(...TRACKING, ...rest, ...claims('001', '002', '003'))).toBe("it names '003', which '001', '002' does not include")
    expect(await why(...TRACKING, ...rest, ...claims('002'))).toBe("it names '002' without '001', which comes before")
    expect(await why(...TRACKING, ...rest)).toMatch(/is empty/)
    const later = 'CREATE TABLE migrations (version INTEGER PRIMARY KEY, tag TEXT NOT NULL, executed_at INTEGER NOT NULL)'
    expect(await why(later, ...rest)).toMatch(/another's: its columns are version, tag, executed_at, without id/)
  })

  test('without its history it is not there', async () => {
    expect(await untouched([...AGENTS])).toEqual({ outcome: 'not-there', original: 'Cherry Studio', table: 'migrations' })
  })

  test('the history needs a table of another name, and that is said before anything is opened', async () => {
    const { driver } = await made(...ORIGINAL)
    for (const table of ['migrations', 'Migrations'])
      await expect(takeOver(driver, cherry, { scratch: open(':memory:'), table })).rejects.toMatchObject({
        code: 'INVALID',
        message: expect.stringMatching(/keeps its own history in 'migrations'.*'godwit_migrations'/i) as string,
      })
  })
})
