// Owns: the named queries of §5.2: their names, the order of their parameters, and that every engine takes them as plain texts.
// Must not know: what the functions do with them.

import { expect, test } from 'vitest'
import { chat, type Query, texts } from '../../src/index.ts'
import {
  ChatQueries,
  chatQueries,
  MemoryQueries,
  memoryQueries,
  type QueryName,
  queryText,
  saveMemory,
  saveMessage,
  SessionQueries,
  sessionQueries,
} from '../../src/lines/chat/index.ts'
import { all, change, first } from '../../src/sql/handle.ts'
import { DIALECTS } from '../../src/sql/place.ts'
import { onEveryEngine } from '../on-every-engine.ts'
import { conversation, emptied } from './emptied.ts'

/** Every name of the document and of the original's first commit, and of pages, with its parameters in order. */
const NAMES: Readonly<Record<QueryName, readonly string[]>> = {
  'chat.get_latest_session_id': [],
  'chat.get_memory_ranges': ['session_id'],
  'chat.get_session_memory_marker': ['id'],
  'chat.get_chat_history': ['session_id', 'limit', 'offset'],
  'chat.get_conversation_context': ['session_id', 'limit'],
  'chat.get_message_count': ['session_id'],
  'chat.insert_message': ['session_id', 'message', 'is_user', 'character_name'],
  'chat.update_session_timestamp': ['id'],
  'chat.delete_all_messages': [],
  'chat.delete_all_sessions': [],
  'chat.get_messages_since_marker': ['session_id', 'marker', 'limit'],
  'chat.get_messages_since_marker_count': ['session_id', 'marker'],
  'chat.count_user_messages_since_marker': ['session_id', 'marker'],
  'chat.count_all_user_messages': ['session_id'],
  'chat.get_all_messages_count': ['session_id'],
  'chat.get_all_messages_limited': ['session_id', 'limit'],
  'chat.get_total_count': [],
  'chat.get_total_message_count': [],
  'chat.get_max_message_id': ['session_id'],
  'sessions.create_session': ['title', 'persona_id'],
  'sessions.get_all_sessions': [],
  'sessions.get_all_sessions_page': ['position', 'arrival', 'position', 'limit'],
  'sessions.get_undated_sessions_page': ['arrival', 'limit'],
  'sessions.get_session_by_id': ['id'],
  'sessions.update_session_title': ['title', 'id'],
  'sessions.delete_session': ['id'],
  'sessions.get_session_count_summary': [],
  'sessions.get_session_persona_id': ['id'],
  'sessions.get_current_session_id': [],
  'sessions.check_session_exists': ['id'],
  'memories.insert_memory': ['session_id', 'persona_id', 'content', 'start_message_id', 'end_message_id'],
  'memories.get_active_memories': [],
  'memories.get_all_memories': [],
  'memories.get_active_memories_page': ['arrival', 'limit'],
  'memories.get_all_memories_page': ['arrival', 'limit'],
  'memories.update_memory_content': ['content', 'id'],
  'memories.toggle_memory_status': ['id'],
  'memories.get_memory_session_id': ['id'],
  'memories.delete_memory': ['id'],
  'memories.get_max_end_message_id': ['session_id'],
  'memories.update_session_memory_marker': ['last_memory_message_id', 'id'],
  'memories.set_last_memory_message_id': ['last_memory_message_id', 'id'],
  'memories.get_last_memory_message_id': ['id'],
  'memories.upsert_db_info': ['key', 'value'],
}

const QUERIES: Readonly<Record<string, Query<never, unknown>>> = Object.fromEntries(
  Object.entries({ chat: chatQueries, sessions: sessionQueries, memories: memoryQueries }).flatMap(([set, queries]) =>
    Object.entries<Query<never, unknown>>({ ...queries }).map(([name, query]) => [`${set}.${name}`, query]),
  ),
)

const SAMPLES: Readonly<Record<string, string | number | null>> = {
  message: 'm',
  is_user: 0,
  character_name: null,
  title: 't',
  persona_id: 'p',
  content: 'c',
  key: 'migration_x',
  value: '1',
  limit: 2,
  offset: 0,
  position: '9999-12-31T23:59:59.999Z',
  arrival: Number.MAX_SAFE_INTEGER,
}

test('R10: the sets have every name and no other, and all parameters in the order that is documented, on every dialect', () => {
  expect(Object.keys(QUERIES).toSorted()).toEqual(Object.keys(NAMES).toSorted())
  for (const [name, query] of Object.entries(QUERIES)) {
    for (const dialect of DIALECTS) expect([name, query.order({ dialect })]).toEqual([name, NAMES[name as QueryName]])
  }
})

test('the texts are those of SQLite, or of the place that is asked for', () => {
  expect(queryText('chat.get_total_count')).toBe(ChatQueries.get_total_count)
  expect(queryText('sessions.delete_session')).toBe(SessionQueries.delete_session)
  expect(queryText('memories.delete_memory', { dialect: 'postgres' })).toBe(texts(memoryQueries, { dialect: 'postgres' }).delete_memory)
  expect(MemoryQueries.delete_memory).toBe('DELETE FROM memories WHERE id = ?')
  expect(queryText('memories.delete_memory', { dialect: 'postgres', schema: 'p_a' })).toBe('DELETE FROM p_a.memories WHERE id = $1')
})

test.each(['get_chat_history', 'chat.nothing', 'chat', '', 'chat.toString', 'memories.get_chat_history'])(
  'the name %o is refused, and the others are told',
  (name) => {
    expect(() => queryText(name as QueryName)).toThrow(/There are chat\.get_latest_session_id, .*memories\.upsert_db_info\./)
  },
)

onEveryEngine(chat, (database) => {
  emptied(database)

  test.each(Object.entries(NAMES))('%s runs as a plain text with its parameters in order', async (name, order) => {
    const on = database.handle()
    const { session_id, ids } = await conversation(on, 'ua')
    const memory = await saveMemory(on, { session_id, content: 'c', start_message_id: ids[0] ?? 0, end_message_id: ids[1] ?? 0 })
    if (name === 'sessions.get_undated_sessions_page') await on.run('UPDATE chat_sessions SET updated_at = NULL')
    const id = name.startsWith('memories.') && !name.includes('marker') && !name.includes('last') ? memory : session_id
    const given: Readonly<Record<string, string | number | null>> = { ...SAMPLES, session_id, id, marker: ids[0] ?? 0 }
    const params = order.map((parameter) => given[parameter] ?? null)
    const { rows, affected } = await on.run(queryText(name as QueryName, on.place), params)
    const reads = /\.(?:get|count|check)/.test(name)
    expect(rows.length > 0).toBe(reads)
    if (!reads) expect(affected).toBeGreaterThan(0)
    if (order.length > 0) expect(() => QUERIES[name]?.bind(on.place, {} as never)).toThrow(TypeError)
  })

  if (database.dialect === 'sqlite') {
    test('what is read page by page reads an index in order and sorts nothing', async () => {
      const on = database.handle()
      await saveMessage(on, { message: 'm', is_user: true })
      const plan = async (name: QueryName): Promise<string> => {
        const params = NAMES[name].map((parameter) => SAMPLES[parameter] ?? 1)
        return (await on.run(`EXPLAIN QUERY PLAN ${queryText(name)}`, params)).rows.map(({ detail }) => String(detail)).join('\n')
      }
      for (const name of ['chat.get_chat_history', 'chat.get_conversation_context', 'chat.get_messages_since_marker'] as const) {
        expect(await plan(name)).toMatch(/^SEARCH chat_messages USING INDEX idx_session_id \(session_id=\?( AND rowid>\?)?\)$/)
      }
      expect(await plan('chat.count_user_messages_since_marker')).toContain(
        'COVERING INDEX idx_message_role (session_id=? AND is_user=? AND id>?)',
      )
      expect(await plan('memories.get_max_end_message_id')).toContain('COVERING INDEX idx_memory_end (session_id=?)')
      expect(await plan('chat.get_memory_ranges')).toContain('COVERING INDEX idx_memory_range (session_id=? AND is_active=?')
      expect(await plan('memories.get_active_memories')).not.toContain('TEMP B-TREE')
    })
  }

  test('P-D14: on every engine db_info takes a key a second time', async () => {
    const on = database.handle()
    for (const value of ['1', '2', null]) await change(on, memoryQueries.upsert_db_info, { key: 'migration_x', value })
    const { rows } = await on.run(`SELECT value FROM db_info WHERE ${database.dialect === 'mysql' ? '`key`' : 'key'} = 'migration_x'`)
    expect(rows).toEqual([{ value: null }])
  })

  test('all lists of messages are newest first, and tell users from assistants', async () => {
    const on = database.handle()
    const { session_id, ids } = await conversation(on, 'uaau')
    const [a = 0, b = 0] = ids
    const newest = ids.toReversed()
    expect((await all(on, chatQueries.get_chat_history, { session_id, limit: 9, offset: 0 })).map(({ id }) => id)).toEqual(newest)
    expect((await all(on, chatQueries.get_all_messages_limited, { session_id, limit: 2 })).map(({ id }) => id)).toEqual(newest.slice(0, 2))
    const since = await all(on, chatQueries.get_messages_since_marker, { session_id, marker: a, limit: 9 })
    expect(since.map(({ id }) => id)).toEqual(newest.slice(0, 3))
    expect(await all(on, chatQueries.get_conversation_context, { session_id, limit: 2 })).toEqual([
      { message: 'm3', is_user: true },
      { message: 'm2', is_user: false },
    ])
    expect(await first(on, chatQueries.count_all_user_messages, { session_id })).toEqual({ total: 2 })
    expect(await first(on, chatQueries.count_user_messages_since_marker, { session_id, marker: b })).toEqual({ total: 1 })
    expect(await first(on, chatQueries.get_messages_since_marker_count, { session_id, marker: b })).toEqual({ total: 2 })
    expect(await first(on, chatQueries.get_max_message_id, { session_id })).toEqual({ max_id: newest[0] })
  })

  test('the end of a session’s memories is the highest, and null where there is none', async () => {
    const on = database.handle()
    const { session_id, ids } = await conversation(on, 'ua')
    expect(await first(on, memoryQueries.get_max_end_message_id, { session_id })).toEqual({ max_end: null })
    for (const end_message_id of ids) await saveMemory(on, { session_id, content: 'c', end_message_id })
    expect(await first(on, memoryQueries.get_max_end_message_id, { session_id })).toEqual({ max_end: ids[1] })
  })
})
