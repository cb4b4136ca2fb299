// Owns: the database of an installed Solace gateway is taken over by its Alembic revision, or refused with what is otherwise.
// Must not know: how schemas are compared.

import { differenceKey, type Driver, Migrator, type TakeOver, takeOver } from '@godwit/core'
import { expect, test } from 'vitest'
import { gateway, handle } from '../../src/index.ts'
import { createSession, getChatHistory, getSessions } from '../../src/lines/gateway/index.ts'
import { solace } from '../../src/take-over/index.ts'
import { freshFile, onFiles, run } from '../fresh-databases.ts'

const TABLE = 'godwit_migrations'
const original = solace({ initial: 'aaa1', indexes: 'bbb2', epoch: 'ccc3' })

const TRACKING = 'CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))'
const at = (revision: string): string => `INSERT INTO alembic_version VALUES ('${revision}')`
const INITIAL = [
  TRACKING,
  'CREATE TABLE sessions (id VARCHAR NOT NULL, name VARCHAR, user_id VARCHAR NOT NULL, agent_id VARCHAR, created_at DATETIME, updated_at DATETIME, PRIMARY KEY (id))',
  `CREATE TABLE chat_messages (id VARCHAR NOT NULL, session_id VARCHAR NOT NULL, message TEXT NOT NULL, created_at DATETIME, sender_type VARCHAR(50),
    sender_name VARCHAR(255), PRIMARY KEY (id), FOREIGN KEY(session_id) REFERENCES sessions (id) ON DELETE CASCADE)`,
]
const INDEXES = [
  'CREATE INDEX ix_sessions_user_id ON sessions (user_id)',
  'CREATE INDEX ix_sessions_updated_at ON sessions (updated_at)',
  'CREATE INDEX ix_sessions_user_id_updated_at ON sessions (user_id, updated_at)',
  'CREATE INDEX ix_sessions_agent_id ON sessions (agent_id)',
  'CREATE INDEX ix_chat_messages_session_id ON chat_messages (session_id)',
  'CREATE INDEX ix_chat_messages_created_at ON chat_messages (created_at)',
  'CREATE INDEX ix_chat_messages_session_id_created_at ON chat_messages (session_id, created_at)',
]
/** Whatever has moments, after they became numbers. */
const EPOCH = [...INITIAL, ...INDEXES].map((text) =>
  text.replaceAll('DATETIME', 'BIGINT NOT NULL').replaceAll('created_at', 'created_time').replaceAll('updated_at', 'updated_time'),
)
const ROWS = [
  "INSERT INTO sessions VALUES ('s1', 'One', 'u1', NULL, '2025-09-04 10:00:00.000000', '2025-09-04 10:00:01.500000')",
  "INSERT INTO chat_messages VALUES ('m1', 's1', 'Hello', '2025-09-04 10:00:01.500000', 'user', 'u1')",
]

onFiles((open) => {
  const taken = async (...statements: readonly string[]): Promise<{ readonly driver: Driver; readonly outcome: TakeOver }> => {
    const driver = open((await freshFile()).file)
    await run(driver, ...statements)
    return { driver, outcome: await takeOver(driver, original, { scratch: open(':memory:'), table: TABLE }) }
  }

  test.each([
    ['aaa1', [], ['001'], ['002', '003', '004', '005']],
    ['bbb2', INDEXES, ['001', '002'], ['003', '004', '005']],
  ] as const)('E-X15: at revision %s it is taken over with its rows, and gets what it lacks', async (revision, made, ids, rest) => {
    const { driver, outcome } = await taken(...INITIAL, ...made, at(revision), ...ROWS)
    expect(outcome).toMatchObject({ outcome: 'adopted', line: 'gateway', ids, accepted: [], left: [] })
    const migrator = new Migrator(driver, { line: gateway.name, table: TABLE })
    migrator.addMigrations(gateway.migrations)
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated', steps: rest.map((id) => ({ id })) })
    const on = handle(await driver.open('write'))
    expect((await getSessions(on)).rows.map(({ id }) => id)).toEqual(['s1'])
    expect(await getChatHistory(on, 's1')).toMatchObject([
      { id: 'm1', message: 'Hello', created_time: Date.UTC(2025, 8, 4, 10, 0, 1, 500) },
    ])
    await createSession(on, { id: 's2', user_id: 'u1' })
    expect((await run(driver, 'SELECT version_num FROM alembic_version')).rows).toEqual([{ version_num: revision }])
  })

  test('E-X15: at its last revision only what the line has of its own is left to do', async () => {
    const { driver, outcome } = await taken(...EPOCH, at('ccc3'))
    expect(outcome).toMatchObject({ outcome: 'adopted', ids: ['001', '002', '003'] })
    const migrator = new Migrator(driver, { line: gateway.name, table: TABLE })
    migrator.addMigrations(gateway.migrations)
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '004' }, { id: '005' }] })
    expect(await createSession(handle(await driver.open('write')), { id: 's2', user_id: 'u1' })).toMatchObject({ id: 's2' })
  })

  test('E-X15: it names its last revision and its moments are dates still', async () => {
    const { outcome } = await taken(...INITIAL, ...INDEXES, at('ccc3'))
    if (outcome.outcome !== 'differs') throw new Error(outcome.outcome)
    const keys = outcome.differences.map(differenceKey)
    expect(keys).toContain('sessions.created_time column: absent')
    expect(keys).toContain('chat_messages.created_at column: DATETIME')
  })

  test('E-X15: indexes that its revision should have made and that are missing are named', async () => {
    const { outcome } = await taken(...INITIAL, ...INDEXES.slice(1), at('bbb2'))
    if (outcome.outcome !== 'differs') throw new Error(outcome.outcome)
    expect(outcome.differences.map(differenceKey)).toEqual(['sessions.user_id index: absent'])
  })

  test('E-X15, S-T9: an unknown revision, two, or none: it is told why nobody can tell', async () => {
    const why = async (...statements: readonly string[]): Promise<string> => {
      const { driver, outcome } = await taken(...INITIAL, ...INDEXES, ...statements)
      expect((await run(driver, driver.dialect.catalogue.names)).rows.filter(({ kind }) => kind === 'table')).toHaveLength(3)
      return outcome.outcome === 'unclear' ? outcome.why : outcome.outcome
    }
    expect(await why(at('fff9'))).toBe("it names 'fff9', which 'aaa1', 'bbb2', 'ccc3' does not include")
    expect(await why(at('bbb2'), at('aaa1'))).toBe("it names 'aaa1', 'bbb2', and can be at one of them only")
    expect(await why()).toMatch(/is empty/)
  })
})
