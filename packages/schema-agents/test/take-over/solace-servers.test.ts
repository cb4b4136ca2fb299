// Owns: the database of a Solace gateway on PostgreSQL and MariaDB becomes one of the line `gateway` with its rows, or is refused.
// Must not know: how schemas are compared and converted.

import { type Driver, isMigrateError, type Row, takeOver } from '@godwit/core'
import { mysql } from '@godwit/driver-mysql'
import { pg } from '@godwit/driver-pg'
import { describeOn } from '@godwit/servers/vitest'
import { describe, expect, onTestFinished, test } from 'vitest'
import { faulty } from '../../../driver-conformance/src/faulty/faulty.ts'
import { gateway, handle } from '../../src/index.ts'
import {
  createSession,
  deleteSession,
  getChatHistory,
  getSession,
  getSessions,
  messagesAfter,
  storeChatMessage,
} from '../../src/lines/gateway/index.ts'
import { solace } from '../../src/take-over/index.ts'
import { inventory, run } from '../fresh-databases.ts'
import { migratorOf, type Pair, pair, refused, TABLE, taken, unnumbered } from './pairs.ts'

const original = solace({ initial: 'aaa1', indexes: 'bbb2', epoch: 'ccc3' })
type Dialect = 'postgres' | 'mysql'
type Revision = 'aaa1' | 'bbb2' | 'ccc3'

const TRACKING = 'CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))'
const at = (revision: string): string => `INSERT INTO alembic_version VALUES ('${revision}')`

function made(dialect: Dialect, revision: Revision): readonly string[] {
  const [text, id, date] =
    dialect === 'postgres' ? ['VARCHAR', 'VARCHAR', 'TIMESTAMP WITHOUT TIME ZONE'] : ['VARCHAR(255)', 'VARCHAR(64)', 'DATETIME']
  const tables = [
    `CREATE TABLE sessions (id ${id} NOT NULL, name ${text}, user_id ${text} NOT NULL, agent_id ${text}, created_at ${date}, updated_at ${date}, PRIMARY KEY (id))`,
    `CREATE TABLE chat_messages (id ${id} NOT NULL, session_id ${id} NOT NULL, message TEXT NOT NULL, created_at ${date}, sender_type VARCHAR(50),
      sender_name VARCHAR(255), PRIMARY KEY (id), FOREIGN KEY(session_id) REFERENCES sessions (id) ON DELETE CASCADE)`,
  ]
  const indexes = [
    'CREATE INDEX ix_sessions_user_id ON sessions (user_id)',
    'CREATE INDEX ix_sessions_updated_at ON sessions (updated_at)',
    'CREATE INDEX ix_sessions_user_id_updated_at ON sessions (user_id, updated_at)',
    'CREATE INDEX ix_sessions_agent_id ON sessions (agent_id)',
    'CREATE INDEX ix_chat_messages_session_id ON chat_messages (session_id)',
    'CREATE INDEX ix_chat_messages_created_at ON chat_messages (created_at)',
    'CREATE INDEX ix_chat_messages_session_id_created_at ON chat_messages (session_id, created_at)',
  ]
  switch (revision) {
    case 'aaa1':
      return [...tables, at(revision)]
    case 'bbb2':
      return [...tables, ...indexes, at(revision)]
    case 'ccc3': {
      const epoch = (column: string): string => column.replaceAll(date, 'BIGINT NOT NULL').replaceAll('_at', '_time')
      return [...tables.map(epoch), ...indexes.map(epoch), at(revision)]
    }
    default:
      return revision satisfies never
  }
}

const DAY = Date.UTC(2025, 8, 4)

/** Seconds of a day, as the columns of that revision have them. */
const moment = (revision: Revision, seconds: number): string =>
  revision === 'ccc3' ? String(DAY + seconds * 1000) : `'${new Date(DAY + seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')}'`

/** A hundred messages in an order that is not theirs, ten of one second each. */
function rows(revision: Revision): readonly string[] {
  const when = (seconds: number): string => moment(revision, seconds)
  const id = (n: number): string => `m${String(n).padStart(3, '0')}`
  const shuffled = Array.from({ length: 100 }, (_, n) => (n * 37) % 100)
  return [
    `INSERT INTO sessions VALUES ('s2', 'Zwei ü 😀', 'u1', 'agent', ${when(2)}, ${when(9)}), ('s1', NULL, 'u1', NULL, ${when(1)}, ${when(9)}),
      ('s3', '', 'u2', '', ${when(3)}, ${when(3)})`,
    `INSERT INTO chat_messages VALUES ${shuffled.map((n) => `('${id(n)}', 's1', 'text ${n}', ${when(Math.floor(n / 10))}, 'user', 'u1')`).join(', ')}`,
    `INSERT INTO chat_messages VALUES ('n1', 's2', 'It''s
ü 😀', ${when(5)}, 'llm', 'Agent'), ('n0', 's2', '', ${when(6)}, NULL, NULL)`,
  ]
}

function everythingOf(dialect: Dialect, fresh: () => Promise<Driver>): void {
  test.each([
    ['aaa1', ['001'], ['002', '003', '004', '005']],
    ['bbb2', ['001', '002'], ['003', '004', '005']],
    ['ccc3', ['001', '002', '003'], ['004', '005']],
  ] as const)(
    'E-X15: at revision %s it is taken over with its rows, and gets what it lacks (S-T3, S-T4, S-T9)',
    async (revision, ids, rest) => {
      const both = await pair(fresh)
      // The agents of a later release keep their own history beside it.
      await run(
        both.driver,
        TRACKING,
        TRACKING.replaceAll('alembic_version', 'alembic_version_adk'),
        ...made(dialect, revision),
        ...rows(revision),
      )
      expect(await taken(both, original)).toMatchObject({ outcome: 'converted', line: 'gateway', ids, by: 'gateway-from-solace', left: [] })
      const migrator = migratorOf(both.driver, gateway)
      expect(await migrator.up()).toMatchObject({ outcome: 'migrated', steps: rest.map((id) => ({ id })) })

      const on = handle(await both.driver.open('write'))
      expect((await getSessions(on)).rows).toEqual([
        { id: 's2', name: 'Zwei ü 😀', user_id: 'u1', agent_id: 'agent', created_time: DAY + 2000, updated_time: DAY + 9000 },
        { id: 's1', name: null, user_id: 'u1', agent_id: null, created_time: DAY + 1000, updated_time: DAY + 9000 },
        { id: 's3', name: '', user_id: 'u2', agent_id: '', created_time: DAY + 3000, updated_time: DAY + 3000 },
      ])
      expect(await getChatHistory(on, 's1')).toEqual(
        Array.from({ length: 100 }, (_, n) => ({
          id: `m${String(n).padStart(3, '0')}`,
          session_id: 's1',
          message: `text ${n}`,
          created_time: DAY + Math.floor(n / 10) * 1000,
          sender_type: 'user',
          sender_name: 'u1',
        })),
      )
      expect(await getChatHistory(on, 's2')).toMatchObject([
        { id: 'n1', message: "It's\nü 😀", sender_type: 'llm', sender_name: 'Agent' },
        { id: 'n0', message: '', sender_type: null, sender_name: null },
      ])
      const stored = await storeChatMessage(on, 's1', { message: 'after', sender_type: 'user', sender_name: 'u1' })
      expect(await messagesAfter(on, 's1', 'm099')).toMatchObject([{ id: stored?.message_id, message: 'after' }])
      await createSession(on, { id: 's4', user_id: 'u1' })
      expect(await deleteSession(on, 's1')).toBe(true)
      expect(await getChatHistory(on, 's1')).toEqual([])

      expect((await run(both.driver, 'SELECT version_num FROM alembic_version')).rows).toEqual([{ version_num: revision }])
      expect(await taken(both, original)).toMatchObject({ outcome: 'up-to-date' })
      expect(await migrator.up()).toMatchObject({ outcome: 'up-to-date' })
    },
  )

  test('E-X15: afterwards it is in everything as one that the line made', async () => {
    for (const [revision, to] of [
      ['aaa1', '001'],
      ['ccc3', '003'],
    ] as const) {
      const [both, ours] = [await pair(fresh), await fresh()]
      await run(both.driver, TRACKING, ...made(dialect, revision))
      await taken(both, original)
      await run(ours, TRACKING)
      await migratorOf(ours, gateway).up({ to })
      expect(unnumbered(await inventory(both.driver))).toBe(unnumbered(await inventory(ours)))
    }
  })

  test('E-X15: rows without a moment stay without one, and get that of the migration later', async () => {
    const both = await pair(fresh)
    await run(both.driver, TRACKING, ...made(dialect, 'aaa1'), "INSERT INTO sessions VALUES ('s1', NULL, 'u1', NULL, NULL, NULL)")
    await taken(both, original)
    expect((await run(both.driver, 'SELECT created_at FROM sessions')).rows).toEqual([{ created_at: null }])
    await migratorOf(both.driver, gateway).up()
    expect((await getSession(handle(await both.driver.open('read')), 's1'))?.created_time).toBeGreaterThan(DAY)
  })

  test.each([
    [
      'a column that is missing',
      ['ALTER TABLE sessions DROP COLUMN agent_id'],
      ['sessions.agent_id column: absent', 'sessions.agent_id index: absent'],
    ],
    ['a column that it does not have', ['ALTER TABLE sessions ADD COLUMN project_id BIGINT'], [/^sessions\.project_id column: bigint/]],
    [
      'a column of another type',
      [
        dialect === 'postgres'
          ? 'ALTER TABLE sessions ALTER COLUMN created_at TYPE TIMESTAMPTZ'
          : 'ALTER TABLE sessions MODIFY created_at DATETIME(6)',
      ],
      [/^sessions\.created_at type: (?:timestamp with time zone|datetime\(6\))$/],
    ],
    [
      'an index that is missing',
      [`DROP INDEX ix_sessions_updated_at${dialect === 'mysql' ? ' ON sessions' : ''}`],
      ['sessions.updated_at index: absent'],
    ],
  ])('E-X15: %s is named, and nothing is written', async (_, changes, keys) => {
    const both = await pair(fresh)
    await run(both.driver, TRACKING, ...made(dialect, 'bbb2'), ...rows('bbb2'), ...changes)
    const found = await refused(both, original)
    expect(found).toHaveLength(keys.length)
    for (const [n, key] of keys.entries()) expect(found[n]).toMatch(key)
  })

  test('E-X15: it names its last revision and its moments are dates still', async () => {
    const both = await pair(fresh)
    await run(both.driver, TRACKING, ...made(dialect, 'bbb2').slice(0, -1), at('ccc3'))
    expect(await refused(both, original)).toEqual(
      expect.arrayContaining(['sessions.created_time column: absent', 'chat_messages.created_time column: absent']),
    )
  })

  test('E-X15: a table of another’s that refers to it is named, and nothing is written', async () => {
    const both = await pair(fresh)
    const id = dialect === 'postgres' ? 'VARCHAR' : 'VARCHAR(64)'
    await run(
      both.driver,
      TRACKING,
      ...made(dialect, 'aaa1'),
      `CREATE TABLE tags (session_id ${id}, CONSTRAINT fk_tags FOREIGN KEY (session_id) REFERENCES sessions (id))`,
    )
    expect(await refused(both, original)).toEqual(['sessions fk_tags: A foreign key of the table tags is in the way.'])
  })

  test('E-X15: an empty database, one of ours, and one at an unknown revision are told apart and left alone', async () => {
    const [empty, ours, unknown] = [await pair(fresh), await pair(fresh), await pair(fresh)]
    const notThere = { outcome: 'not-there', original: 'Solace Agent Mesh', table: 'alembic_version' }
    expect(await taken(empty, original)).toEqual(notThere)
    await migratorOf(ours.driver, gateway).up()
    expect(await taken(ours, original)).toEqual(notThere)
    await run(unknown.driver, TRACKING, ...made(dialect, 'aaa1').slice(0, -1), at('fff9'))
    expect(await refused(unknown, original)).toEqual(['unclear'])
  })
}

describeOn('postgres-15', (server) => {
  const fresh = async (): Promise<Driver> => {
    const driver = pg((await server.freshDatabase()).url)
    onTestFinished(() => driver.close())
    return driver
  }
  everythingOf('postgres', fresh)

  test('E-X15: a conversion that fails leaves every table and row as it was, and runs once the reason is gone', async () => {
    const both = await pair(fresh)
    await run(both.driver, TRACKING, ...made('postgres', 'bbb2'), ...rows('bbb2'), 'CREATE TABLE kept () INHERITS (chat_messages)')
    const before = (await run(both.driver, 'SELECT * FROM chat_messages ORDER BY id')).rows
    const error: unknown = await takeOver(both.driver, original, { scratch: both.scratch, table: TABLE }).catch((reason: unknown) => reason)
    if (!isMigrateError(error)) throw error
    expect(error.code).toBe('MIGRATION_FAILED')
    expect((await run(both.driver, 'SELECT * FROM chat_messages ORDER BY id')).rows).toEqual(before)
    await run(both.driver, 'DROP TABLE kept')
    expect(await taken(both, original)).toMatchObject({ outcome: 'converted' })
  })
})

describeOn('mariadb', (server) => {
  const fresh = async (): Promise<Driver> => {
    const driver = mysql((await server.freshDatabase()).url)
    onTestFinished(() => driver.close())
    await run(driver, 'ALTER DATABASE CHARACTER SET utf8mb4')
    return driver
  }
  everythingOf('mysql', fresh)

  test('E-X15: of a database in another character set every letter is there, and keys that differ in case only', async () => {
    const both = await pair(fresh)
    await run(both.driver, 'ALTER DATABASE CHARACTER SET latin1', TRACKING, ...made('mysql', 'aaa1'))
    await run(
      both.driver,
      "INSERT INTO sessions VALUES ('Key', 'Grüße', 'u1', NULL, NULL, NULL)",
      "INSERT INTO chat_messages VALUES ('m1', 'KEY', 'ßü', NULL, 'user', NULL)",
    )
    expect(await taken(both, original)).toMatchObject({ outcome: 'converted' })
    await migratorOf(both.driver, gateway).up()
    const on = handle(await both.driver.open('read'))
    expect(await getSession(on, 'Key')).toMatchObject({ name: 'Grüße' })
    expect(await getChatHistory(on, 'Key')).toMatchObject([{ id: 'm1', session_id: 'Key', message: 'ßü' }])
  })

  test('E-X15: messages whose session is gone are named, and nothing is written', async () => {
    const both = await pair(fresh)
    await run(
      both.driver,
      TRACKING,
      ...made('mysql', 'aaa1'),
      ...rows('aaa1'),
      'SET foreign_key_checks = 0',
      "DELETE FROM sessions WHERE id = 's2'",
    )
    expect(await refused(both, original)).toEqual([
      'chat_messages n0: Its session is not there.',
      'chat_messages n1: Its session is not there.',
    ])
  })

  describe('a conversion that is cut off', () => {
    const installed = async (): Promise<Pair> => {
      const both = await pair(fresh)
      await run(both.driver, TRACKING, ...made('mysql', 'aaa1'), ...rows('aaa1'))
      return both
    }
    // Not the numbers: those of a copy that was undone are not given again.
    const read = async (driver: Driver): Promise<readonly Row[]> => {
      const rows: Row[] = []
      for (const table of ['sessions', 'chat_messages']) rows.push(...(await run(driver, `SELECT * FROM ${table} ORDER BY seq`)).rows)
      return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([column]) => column !== 'seq')))
    }
    // Renewed after a third of it: never within a run, whose messages are then the same every time.
    const options = { table: TABLE, leaseMs: 120_000 }

    test.each([
      [
        'before',
        [
          'RENAME TABLE chat_messages',
          'CREATE TABLE chat_messages',
          'INSERT INTO chat_messages',
          'COMMIT',
          'DROP TABLE godwit_aside_sessions',
        ],
      ],
      [
        'after',
        [
          'RENAME TABLE chat_messages',
          'RENAME TABLE sessions',
          'CREATE TABLE sessions',
          'INSERT INTO sessions',
          'COMMIT',
          'DROP TABLE godwit_aside_chat_messages',
        ],
      ],
    ] as const)(
      'E-X15, E-X7: where the connection is lost %s a statement took effect, the next call goes on and every row is there once',
      async (when, statements) => {
        const whole = await installed()
        const counting = faulty(whole.driver)
        await takeOver(counting, original, { ...options, scratch: whole.scratch })
        for (const statement of statements) {
          const both = await installed()
          const at = counting.messages.findIndex(({ text }) => text?.startsWith(statement))
          const driver = faulty(both.driver, { at, when })
          const error: unknown = await takeOver(driver, original, { ...options, scratch: both.scratch }).catch((reason: unknown) => reason)
          if (!isMigrateError(error)) throw error
          expect(driver.struck?.text).toMatch(new RegExp(`^${statement}`))
          expect(await takeOver(both.driver, original, { ...options, scratch: both.scratch })).toMatchObject({
            outcome: 'converted',
            ids: ['001'],
          })
          expect(unnumbered(await inventory(both.driver))).toBe(unnumbered(await inventory(whole.driver)))
          expect(await read(both.driver)).toEqual(await read(whole.driver))
        }
      },
    )
  })
})
