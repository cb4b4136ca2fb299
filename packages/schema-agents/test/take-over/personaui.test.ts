// Owns: a persona's database of an installed PersonaUI is taken over by its marks, or refused with what is otherwise.
// Must not know: how schemas are compared.

import { differenceKey, type Driver, Migrator, type TakeOver, takeOver } from '@godwit/core'
import { expect, test } from 'vitest'
import { chat, handle } from '../../src/index.ts'
import { getAllMemories, getChatHistory, saveMessage } from '../../src/lines/chat/index.ts'
import { personaui } from '../../src/take-over/index.ts'
import { freshFile, onFiles, run } from '../fresh-databases.ts'

const TABLE = 'godwit_migrations'

/** As the original's schema file had it before its own migrations. */
const BASE = [
  'CREATE TABLE IF NOT EXISTS db_info (key TEXT PRIMARY KEY, value TEXT)',
  `CREATE TABLE IF NOT EXISTS chat_sessions (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT DEFAULT 'Neue Konversation', persona_id TEXT DEFAULT 'default',
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP, updated_at DATETIME DEFAULT CURRENT_TIMESTAMP)`,
  `CREATE TABLE IF NOT EXISTS chat_messages (id INTEGER PRIMARY KEY AUTOINCREMENT, session_id INTEGER NOT NULL, message TEXT NOT NULL,
    is_user BOOLEAN NOT NULL, timestamp DATETIME DEFAULT CURRENT_TIMESTAMP, character_name TEXT DEFAULT 'Assistant',
    FOREIGN KEY (session_id) REFERENCES chat_sessions (id) ON DELETE CASCADE)`,
  `CREATE TABLE IF NOT EXISTS memories (id INTEGER PRIMARY KEY AUTOINCREMENT, session_id INTEGER, persona_id TEXT DEFAULT 'default', content TEXT NOT NULL,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP, is_active BOOLEAN DEFAULT 1)`,
  'CREATE INDEX IF NOT EXISTS idx_session_id ON chat_messages(session_id)',
  'CREATE INDEX IF NOT EXISTS idx_memory_session ON memories(session_id)',
  'CREATE INDEX IF NOT EXISTS idx_memory_active ON memories(is_active)',
  'CREATE INDEX IF NOT EXISTS idx_memory_persona ON memories(persona_id)',
  "INSERT INTO db_info VALUES ('persona_id', 'default')",
]
const MARKER = 'ALTER TABLE chat_sessions ADD COLUMN last_memory_message_id INTEGER DEFAULT NULL'
const START = 'ALTER TABLE memories ADD COLUMN start_message_id INTEGER DEFAULT NULL'
const END = 'ALTER TABLE memories ADD COLUMN end_message_id INTEGER DEFAULT NULL'
const mark = (id: string, value = '1'): string => `INSERT INTO db_info VALUES ('migration_${id}', '${value}')`
const [FIRST, SECOND] = [mark('add_last_memory_message_id'), mark('add_memory_message_ranges')]
const ROWS = [
  "INSERT INTO chat_sessions (title) VALUES ('Eins')",
  "INSERT INTO chat_messages (session_id, message, is_user) VALUES (1, 'Hallo', 1)",
  "INSERT INTO chat_messages (session_id, message, is_user) VALUES (1, 'Guten Tag', 0)",
  "INSERT INTO memories (session_id, content, is_active) VALUES (1, 'grüßt', NULL)",
]

onFiles((open) => {
  const taken = async (...statements: readonly string[]): Promise<{ readonly driver: Driver; readonly outcome: TakeOver }> => {
    const driver = open((await freshFile()).file)
    await run(driver, ...statements)
    return { driver, outcome: await takeOver(driver, personaui, { scratch: open(':memory:'), table: TABLE }) }
  }

  test.each([
    ['none of its migrations', [], 1],
    ['the first of them', [MARKER, FIRST], 2],
    ['both', [MARKER, START, END, FIRST, SECOND], 3],
  ] as const)('E-X15: with %s it is taken over with its rows, and gets what it lacks', async (_, made, applied) => {
    const { driver, outcome } = await taken(...BASE, ...made, ...ROWS)
    const ids = chat.migrations.map(({ id }) => id)
    expect(outcome).toMatchObject({
      outcome: 'adopted',
      ids: ids.slice(0, applied),
      accepted: [{ what: 'nullability', table: 'memories', columns: ['is_active'] }],
      left: [],
    })
    const migrator = new Migrator(driver, { line: chat.name, table: TABLE })
    migrator.addMigrations(chat.migrations)
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated', steps: ids.slice(applied).map((id) => ({ id })) })
    const on = handle(await driver.open('write'))
    expect(await saveMessage(on, { message: 'Und weiter', is_user: true })).toBe(3)
    expect((await getChatHistory(on)).map(({ message }) => message)).toEqual(['Hallo', 'Guten Tag', 'Und weiter'])
    expect(await getAllMemories(on)).toMatchObject([{ content: 'grüßt', is_active: false }])
    expect((await run(driver, "SELECT value FROM db_info WHERE key = 'persona_id'")).rows).toEqual([{ value: 'default' }])
  })

  test('P-D7: the ranges are marked and the end of them is missing: it is named', async () => {
    const { outcome } = await taken(...BASE, MARKER, START, FIRST, SECOND)
    if (outcome.outcome !== 'differs') throw new Error(outcome.outcome)
    expect(outcome.differences.map(differenceKey)).toEqual(['memories.end_message_id column: absent'])
  })

  test('E-X15: an unknown mark, another value, the second without the first: it is told why nobody can tell', async () => {
    const why = async (...statements: readonly string[]): Promise<string> => {
      const { outcome } = await taken(...BASE, MARKER, START, END, ...statements)
      return outcome.outcome === 'unclear' ? outcome.why : outcome.outcome
    }
    expect(await why(FIRST, SECOND, mark('add_moods'))).toMatch(/^it names 'add_moods'/)
    expect(await why(mark('add_last_memory_message_id', '0'))).toMatch(/^it names 'migration_add_last_memory_message_id = 0'/)
    expect(await why(SECOND)).toBe("it names 'add_memory_message_ranges' without 'add_last_memory_message_id', which comes before")
  })
})
