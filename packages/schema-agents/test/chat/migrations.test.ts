// Owns: P-T1 to P-T5, P-M1 to P-M3, P-X9, P-X11, P-D6 to P-D8, P-D13: what the migrations make, on every engine.
// Must not know: queries' texts.

import { type DialectFamily, type Line, Migrator } from '@godwit/core'
import { pg } from '@godwit/driver-pg'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { chat, chatLine, type Handle, handle } from '../../src/index.ts'
import {
  getAllMemories,
  getAllSessions,
  getChatHistory,
  getPersonaId,
  personaName,
  saveMemory,
  saveMessage,
} from '../../src/lines/chat/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'

const IDS = [
  '001_base',
  '002_add_last_memory_message_id',
  '003_add_memory_message_ranges',
  '004_keyset_indexes',
  '005_latest_session',
  '006_pages_in_order',
]

function statements(line: Line, position: number, dialect: DialectFamily): readonly string[] {
  const up = line.migrations[position]?.up
  if (up === undefined || !('sqlite' in up)) throw new Error(`no migration ${position}`)
  return (up[dialect] ?? []).map((statement) => (typeof statement === 'string' ? statement : statement.text))
}

/** The database of an original that never saw one of its own migrations, with rows in it. */
async function original(on: Handle, dialect: DialectFamily): Promise<void> {
  for (const statement of statements(chat, 0, dialect)) await on.run(statement)
  await on.run("INSERT INTO chat_sessions (title) VALUES ('Birds')")
  await on.run(
    `INSERT INTO chat_messages (session_id, message, is_user) VALUES (1, 'Hello', ${dialect === 'sqlite' ? '1' : 'TRUE'}), (1, 'Hi', ${dialect === 'sqlite' ? '0' : 'FALSE'})`,
  )
  await on.run("INSERT INTO memories (session_id, content) VALUES (1, 'likes birds')")
}

async function columns(on: Handle, dialect: DialectFamily, table: string): Promise<readonly string[]> {
  const { rows } = await on.run(
    {
      sqlite: `SELECT name AS name FROM pragma_table_info('${table}') ORDER BY cid`,
      postgres: `SELECT column_name AS name FROM information_schema.columns WHERE table_name = '${table}' ORDER BY ordinal_position`,
      mysql: `SELECT column_name AS name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = '${table}' ORDER BY ordinal_position`,
    }[dialect],
  )
  return rows.map(({ name }) => String(name))
}

/** `name(column, …)` of all indexes that a migration named. */
async function indexes(on: Handle, dialect: DialectFamily): Promise<readonly string[]> {
  const { rows } = await on.run(
    {
      sqlite: `SELECT i.name || '(' || (SELECT group_concat(name, ',') FROM pragma_index_info(i.name)) || ')' AS text
        FROM sqlite_master i WHERE i.type = 'index' AND i.name LIKE 'idx%'`,
      postgres: `SELECT indexname || replace(substring(indexdef from '\\(.*'), ', ', ',') AS text FROM pg_indexes WHERE indexname LIKE 'idx%'`,
      mysql: `SELECT CONCAT(index_name, '(', GROUP_CONCAT(column_name ORDER BY seq_in_index), ')') AS text FROM information_schema.statistics
        WHERE table_schema = DATABASE() AND index_name LIKE 'idx%' GROUP BY table_name, index_name`,
    }[dialect],
  )
  return rows.map(({ text }) => String(text)).toSorted()
}

const SESSIONS = ['id', 'title', 'persona_id', 'created_at', 'updated_at', 'last_memory_message_id']
const MEMORIES = ['id', 'session_id', 'persona_id', 'content', 'created_at', 'is_active', 'start_message_id', 'end_message_id']

test('P-M1, P-M3: the line has the migrations of the original under their names, after its tables', () => {
  expect(chat.name).toBe('chat')
  expect(chat.migrations.map(({ id }) => id)).toEqual(IDS)
  expect(chat.migrations.every(({ down }) => down !== undefined)).toBe(true)
})

onEveryEngine(chat, ({ handle: on, dialect, driver }) => {
  test('P-T1, P-T2, P-T3, P-T4: the tables have the columns of the document', async () => {
    expect(await columns(on(), dialect, 'db_info')).toEqual(['key', 'value'])
    expect(await columns(on(), dialect, 'chat_sessions')).toEqual(SESSIONS)
    expect(await columns(on(), dialect, 'chat_messages')).toEqual(['id', 'session_id', 'message', 'is_user', 'timestamp', 'character_name'])
    expect(await columns(on(), dialect, 'memories')).toEqual(MEMORIES)
  })

  test('P-T1 to P-T4: a row that names only what it must has the defaults of the document', async () => {
    await on().run("INSERT INTO chat_sessions (persona_id) VALUES ('default')")
    const [session] = await getAllSessions(on())
    await on().run(
      `INSERT INTO chat_messages (session_id, message, is_user) VALUES (${session?.id ?? 0}, 'm', ${dialect === 'sqlite' ? '0' : 'FALSE'})`,
    )
    await on().run("INSERT INTO memories (content) VALUES ('c')")
    expect(session).toMatchObject({ title: 'Neue Konversation', persona_id: 'default', last_memory_message_id: null })
    expect(await getChatHistory(on())).toMatchObject([{ character_name: 'Assistant', is_user: false }])
    expect(await getAllMemories(on())).toMatchObject([{ session_id: null, persona_id: 'default', is_active: true, start_message_id: null }])
  })

  test('P-T3: a message belongs to a session and goes with it', async () => {
    const orphan = saveMessage(on(), { session_id: 999_999_999, message: 'm', is_user: true })
    await expect(orphan).rejects.toThrow(/foreign key/i)
    await saveMessage(on(), { message: 'm', is_user: true })
    await on().run('DELETE FROM chat_sessions')
    expect((await on().run('SELECT id FROM chat_messages')).rows).toEqual([])
  })

  test('P-T5: the indexes of the document and those that the queries read in order', async () => {
    const last = dialect === 'postgres' ? ',id' : ''
    expect(await indexes(on(), dialect)).toEqual([
      `idx_memory_active(is_active${dialect === 'postgres' ? ',id NULLS FIRST' : ''})`,
      'idx_memory_end(session_id,end_message_id)',
      `idx_memory_persona(persona_id${last})`,
      'idx_memory_range(session_id,is_active,start_message_id,end_message_id)',
      'idx_memory_session(session_id)',
      'idx_message_role(session_id,is_user,id)',
      `idx_session_id(session_id${dialect === 'postgres' ? ',id NULLS FIRST' : ''})`,
      `idx_session_updated(updated_at${last})`,
    ])
  })

  test('P-M5: every step goes down over rows, one by one, and up again to the same', async () => {
    const wanted = await indexes(on(), dialect)
    await saveMessage(on(), { message: 'm', is_user: true })
    await saveMemory(on(), { content: 'c', start_message_id: 1, end_message_id: 2 })
    const migrator = new Migrator(driver(), chat)
    for (const id of IDS.toReversed()) expect(await migrator.rollbackLast()).toMatchObject({ success: true, migration: { id } })
    await expect(getAllSessions(on())).rejects.toThrow(/chat_sessions/)
    expect(await indexes(on(), dialect)).toEqual([])
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await indexes(on(), dialect)).toEqual(wanted)
    expect(await columns(on(), dialect, 'memories')).toEqual(MEMORIES)
    expect(await getAllSessions(on())).toEqual([])
  })
})

onEveryEngine(undefined, ({ handle: on, dialect, driver }) => {
  test('P-M1, P-M3: the migrations are applied in the order of the list, each by itself, and each adds its own columns', async () => {
    const migrator = new Migrator(driver(), chat)
    const added = async (): Promise<readonly (readonly string[])[]> => [
      await columns(on(), dialect, 'chat_sessions'),
      await columns(on(), dialect, 'memories'),
    ]
    await migrator.up({ to: '001_base' })
    expect(await added()).toEqual([SESSIONS.slice(0, -1), MEMORIES.slice(0, -2)])
    await migrator.up({ to: '002_add_last_memory_message_id' })
    expect(await added()).toEqual([SESSIONS, MEMORIES.slice(0, -2)])
    await migrator.up({ to: '003_add_memory_message_ranges' })
    expect(await added()).toEqual([SESSIONS, MEMORIES])
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated', steps: IDS.slice(3).map((id) => ({ id })) })
  })
})

onEveryEngine(undefined, ({ handle: on, dialect, driver }) => {
  test('P-X9: an original database keeps its rows and gets what it lacks, once', async () => {
    await original(on(), dialect)
    const migrator = new Migrator(driver(), chat)
    expect(await migrator.baseline({ to: '001_base' })).toMatchObject({ outcome: 'migrated' })
    expect((await migrator.migrate()).map(({ migration, success }) => [migration.id, success])).toEqual(
      IDS.slice(1).map((id) => [id, true]),
    )
    expect(await columns(on(), dialect, 'chat_sessions')).toEqual(SESSIONS)
    expect(await columns(on(), dialect, 'memories')).toEqual(MEMORIES)
    expect(await getChatHistory(on())).toMatchObject([
      { id: 1, message: 'Hello', is_user: true, memorized: false },
      { id: 2, message: 'Hi', is_user: false, memorized: false },
    ])
    expect(await getAllMemories(on())).toMatchObject([{ content: 'likes birds', is_active: true, end_message_id: null }])
    expect(await migrator.migrate()).toEqual([])
  })
})

onEveryEngine(undefined, ({ handle: on, dialect, driver }) => {
  test('P-M5: a dry run on an empty database tells all statements and leaves nothing', async () => {
    const results = await new Migrator(driver(), chat).migrate({ dryRun: true })
    expect(results.map(({ migration, sql }) => [migration.id, sql?.length])).toEqual(
      IDS.map((id, position) => [id, statements(chat, position, dialect).length]),
    )
    expect(await columns(on(), dialect, 'chat_sessions')).toEqual([])
  })

  if (dialect === 'sqlite') {
    test('P-X9, P-M2: a file as the original makes it today is taken over, and what it wrote is read alike', async () => {
      for (const statement of TODAY) await on().run(statement)
      const migrator = new Migrator(driver(), chat)
      await migrator.baseline({ to: IDS[0] ?? '' })
      expect((await migrator.migrate()).map(({ success }) => success)).toEqual([true, true, true, true, true])
      const id = await saveMessage(on(), { message: 'later', is_user: true })
      expect(await getChatHistory(on())).toMatchObject([
        { id: 7, message: 'Hello', is_user: true, timestamp: '2026-11-20T09:37:14.000Z', character_name: 'Assistant', memorized: true },
        { id, message: 'later', is_user: true, memorized: false },
      ])
      expect(await getAllSessions(on())).toMatchObject([{ id: 3, title: 'Neue Konversation', created_at: '2026-11-20T09:37:14.000Z' }])
      expect(await getAllMemories(on())).toMatchObject([{ content: 'c', is_active: true, start_message_id: 1, end_message_id: 7 }])
      expect(await getPersonaId(on())).toBe('a1b2c3d4')
    })
  }
})

/** The newest schema of the original, with what its own programs have written. */
const TODAY = [
  'CREATE TABLE db_info (key TEXT PRIMARY KEY, value TEXT)',
  `CREATE TABLE chat_sessions (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT DEFAULT 'Neue Konversation', persona_id TEXT DEFAULT 'default',
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP, updated_at DATETIME DEFAULT CURRENT_TIMESTAMP, last_memory_message_id INTEGER DEFAULT NULL)`,
  `CREATE TABLE chat_messages (id INTEGER PRIMARY KEY AUTOINCREMENT, session_id INTEGER NOT NULL, message TEXT NOT NULL,
    is_user BOOLEAN NOT NULL, timestamp DATETIME DEFAULT CURRENT_TIMESTAMP, character_name TEXT DEFAULT 'Assistant',
    FOREIGN KEY (session_id) REFERENCES chat_sessions(id) ON DELETE CASCADE)`,
  'CREATE INDEX idx_session_id ON chat_messages(session_id)',
  `CREATE TABLE memories (id INTEGER PRIMARY KEY AUTOINCREMENT, session_id INTEGER, persona_id TEXT DEFAULT 'default', content TEXT NOT NULL,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP, is_active BOOLEAN DEFAULT 1, start_message_id INTEGER, end_message_id INTEGER)`,
  'CREATE INDEX idx_memory_session ON memories(session_id)',
  'CREATE INDEX idx_memory_active ON memories(is_active)',
  'CREATE INDEX idx_memory_persona ON memories(persona_id)',
  "INSERT INTO db_info VALUES ('persona_id', 'a1b2c3d4'), ('migration_add_last_memory_message_id', '1')",
  "INSERT INTO chat_sessions (id, created_at, updated_at) VALUES (3, '2026-11-20 09:37:14', '2026-11-20 09:37:14')",
  "INSERT INTO chat_messages (id, session_id, message, is_user, timestamp) VALUES (7, 3, 'Hello', 1, '2026-11-20 09:37:14')",
  "INSERT INTO memories (session_id, content, start_message_id, end_message_id) VALUES (3, 'c', 1, 7)",
]

onEveryEngine(undefined, ({ handle: on, dialect, driver }) => {
  test('P-M2, P-D13: where an original has the columns already, the migrations are recorded and not run', async () => {
    await original(on(), dialect)
    for (const position of [1, 2]) for (const statement of statements(chat, position, dialect)) await on().run(statement)
    await on().run('UPDATE chat_sessions SET last_memory_message_id = 1')
    const migrator = new Migrator(driver(), chat)
    await migrator.baseline({ to: '001_base' })
    expect((await migrator.migrate()).every(({ success }) => success)).toBe(true)
    expect((await migrator.getMigrationSummary()).pendingMigrationIds).toEqual([])
    expect(await getAllSessions(on())).toMatchObject([{ last_memory_message_id: 1 }])
    expect(await getChatHistory(on())).toMatchObject([{ memorized: true }, { memorized: false }])
  })
})

onEveryEngine(undefined, ({ handle: on, dialect, driver }) => {
  test.each(['end_message_id', 'start_message_id'])(
    'P-X11, P-D7, P-D8: where %s is there and the other is not, nothing is recorded and nothing added; once it is gone both are',
    async (half) => {
      const name = `chat_${half}`
      const line = { ...chatLine({ prefix: `${half}_` }), name }
      const migrator = new Migrator(driver(), line)
      await migrator.migrate({ limit: 2 })
      const table = `${half}_memories`
      await on().run(`ALTER TABLE ${table} ADD COLUMN ${half} INTEGER`)
      const results = await migrator.migrate()
      expect(results.at(-1)).toMatchObject({ success: false, migration: { id: IDS[2] } })
      expect(results.at(-1)?.error).toContain(half)
      expect(await columns(on(), dialect, table)).toEqual([...MEMORIES.slice(0, 6), half])
      expect((await migrator.getMigrationSummary()).pendingMigrationIds).toEqual(IDS.slice(2))
      await on().run(`ALTER TABLE ${table} DROP COLUMN ${half}`)
      expect((await migrator.migrate()).map(({ success }) => success)).toEqual([true, true, true, true])
      expect(await columns(on(), dialect, table)).toEqual(MEMORIES)
    },
  )

  test('P-D6: a table that is missing is an error, and not a column that is missing', async () => {
    const migrator = new Migrator(driver(), { ...chatLine({ prefix: 'gone_' }), name: 'chat_gone' })
    await migrator.migrate({ limit: 1 })
    await on().run('DROP TABLE gone_chat_messages')
    await on().run('DROP TABLE gone_chat_sessions')
    expect(await migrator.migrate()).toMatchObject([{ success: false, migration: { id: IDS[1] } }])
    expect((await migrator.getMigrationSummary()).pendingMigrationIds).toEqual(IDS.slice(1))
  })
})

onEveryEngine(
  chatLine({ prefix: 'pu_' }),
  (database) => {
    test('E-X1: a prefix keeps the tables apart from others of their names', async () => {
      const on = database.handle()
      await on.run('CREATE TABLE memories (a INTEGER)')
      await on.run('CREATE TABLE chat_messages (a INTEGER)')
      const id = await saveMessage(on, { message: 'm', is_user: true })
      await saveMemory(on, { content: 'c' })
      expect(await getChatHistory(on)).toMatchObject([{ id, memorized: false }])
      expect((await on.run('SELECT id FROM pu_chat_messages')).rows).toEqual([{ id }])
      expect((await on.run('SELECT a FROM memories')).rows).toEqual([])
      expect(await new Migrator(database.driver(), chatLine({ prefix: 'pu_' })).down({ to: 'nothing' })).toMatchObject({
        outcome: 'migrated',
      })
    })
  },
  { prefix: 'pu_' },
)

describeOn('postgres-15', (server) => {
  test('R11, P-X15: each persona has a schema, and one that was dropped and made again is empty', async () => {
    const { url } = await server.freshDatabase()
    const driver = pg(url)
    onTestFinished(() => driver.close())
    const session = await driver.open('write')
    const personas = ['Robin', 'robin']
    for (const id of personas) {
      const names = { schema: personaName(id) }
      await session.run(`CREATE SCHEMA ${names.schema}`)
      const line = { ...chatLine(names), name: `chat_${names.schema}` }
      expect(await new Migrator(driver, line).up()).toMatchObject({ outcome: 'migrated' })
      expect(await new Migrator(driver, line).up()).toMatchObject({ outcome: 'up-to-date' })
      await saveMessage(handle(session, names), { message: id, is_user: true })
    }
    for (const id of personas) {
      expect(await getChatHistory(handle(session, { schema: personaName(id) }))).toMatchObject([{ id: 1, message: id }])
    }
    const names = { schema: personaName('Robin') }
    const migrator = new Migrator(driver, { ...chatLine(names), name: `chat_${names.schema}` })
    expect(await migrator.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    expect((await session.run(`SELECT tablename FROM pg_tables WHERE schemaname = '${names.schema}'`)).rows).toEqual([])
    await migrator.up()
    expect(await getChatHistory(handle(session, names))).toEqual([])
    expect(await getChatHistory(handle(session, { schema: personaName('robin') }))).toHaveLength(1)
    await session.close()
  })
})
