// Owns: A-F8, A-F9, what a program does with messages.
// Must not know: query texts.

import { randomUUID } from 'node:crypto'
import { isDriverError } from '@godwit/core'
import { expect, test } from 'vitest'
import { assistants, type Handle } from '../../src/index.ts'
import {
  countMessages,
  createAgent,
  createMessage,
  createSession,
  createUser,
  deleteMessage,
  deleteSession,
  deleteSessionMessages,
  getMessage,
  getSession,
  getSystemPrompt,
  listMessages,
  listSessionMessages,
  messagesAfter,
  messagesBefore,
  updateMessage,
} from '../../src/lines/assistants/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'
import { type Followed, tenWriters } from '../ten-writers.ts'

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

async function newSession(on: Handle): Promise<string> {
  return (await createSession(on, {})).id
}

async function say(on: Handle, session_id: string, ...texts: string[]): Promise<number[]> {
  const numbers: number[] = []
  for (const text_content of texts) numbers.push((await createMessage(on, { session_id, role: 'user', text_content }))?.seq ?? 0)
  return numbers
}

const textsOf = (messages: readonly { text_content: string | null }[]): (string | null)[] => messages.map((each) => each.text_content)

onEveryEngine(assistants, (database) => {
  test('A-T4, A-X13, A-D9, A-D12: a message with all nineteen columns set is read back whole', async () => {
    const on = database.handle()
    const user = await createUser(on, {})
    const agent = await createAgent(on, { name: randomUUID(), type: 't', model: 'm' })
    const given = {
      id: randomUUID(),
      session_id: await newSession(on),
      user_id: user.id,
      agent_id: agent.id,
      role: 'assistant',
      text_content: 'O\'Brien \\ "q" \n ünïcødé 日本 🦩',
      media_url: 'https://example.org/a?b=%40',
      mime_type: 'image/png',
      message_type: 'image',
      raw_payload: { a: { b: [] } },
      tool_calls: [{ name: 'search', args: { q: null } }],
      tool_outputs: [],
      context: {},
      channel_payload: { big: 1e300, exact: 9_007_199_254_740_991, small: 0 },
      system_prompt: '',
      user_feedback: 'good',
      flagged: 'no',
      created_at: '2026-11-20T12:00:00.123Z',
      updated_at: new Date('2026-11-20T13:00:00.456Z'),
    }
    expect(Object.keys(given)).toHaveLength(19)
    const created = await createMessage(on, given)
    expect(created).toEqual({ ...given, updated_at: '2026-11-20T13:00:00.456Z', seq: created?.seq })
    expect(await getMessage(on, given.id)).toEqual(created)
  })

  test('A-X13: a message without an id gets a UUID', async () => {
    const on = database.handle()
    const created = await createMessage(on, { session_id: await newSession(on), role: 'user' })
    expect(created?.id).toMatch(UUID)
    expect(created).toMatchObject({ text_content: null, tool_calls: null, context: null, media_url: null })
  })

  test('a text of 70 000 letters and JSON of as many are stored whole', async () => {
    const on = database.handle()
    const long = 'ä'.repeat(70_000)
    const created = await createMessage(on, { session_id: await newSession(on), role: 'user', text_content: long, raw_payload: { long } })
    expect(await getMessage(on, created?.id ?? '')).toMatchObject({ text_content: long, raw_payload: { long } })
  })

  test('sent again with its id and the same content it is the same message', async () => {
    const on = database.handle()
    const given = {
      id: randomUUID(),
      session_id: await newSession(on),
      role: 'user',
      context: { a: 1, b: { c: [2], d: null } },
      created_at: '2026-11-20T12:00:00Z',
    }
    const first = await createMessage(on, given)
    expect(await createMessage(on, { ...given, context: { b: { d: null, c: [2] }, a: 1 } })).toEqual(first)
    expect(await countMessages(on, given.session_id)).toBe(1)
  })

  test('sent again with its id and other content, or to another session, it is refused and nothing changes', async () => {
    const on = database.handle()
    const given = { id: randomUUID(), session_id: await newSession(on), role: 'user', text_content: 'a', tool_calls: [] }
    const first = await createMessage(on, given)
    const session = await getSession(on, given.session_id)
    const other = await newSession(on)
    for (const changed of [
      { text_content: 'b' },
      { text_content: null },
      { role: 'system' },
      { tool_calls: null },
      { tool_calls: {} },
      { session_id: other },
      { created_at: '2026-11-20T12:00:00Z' },
    ])
      await expect(createMessage(on, { ...given, ...changed })).rejects.toMatchObject({ name: 'NotAllowed', rule: 'conflict' })
    expect(await getMessage(on, given.id)).toEqual(first)
    expect(await getSession(on, given.session_id)).toEqual(session)
    expect(await countMessages(on, other)).toBe(0)
  })

  test('ten who send the same message at once append it once', async () => {
    const given = { id: randomUUID(), session_id: await newSession(database.handle()), role: 'user', text_content: 'x' }
    const connections = await Promise.all(Array.from({ length: 10 }, database.another))
    const made = await Promise.all(connections.map((on) => createMessage(on, given)))
    expect(new Set(made.map((message) => message?.seq)).size).toBe(1)
    expect(await countMessages(database.handle(), given.session_id)).toBe(1)
  })

  test('what is appended to no session is null, and an unknown user or agent is refused', async () => {
    const on = database.handle()
    const session_id = await newSession(on)
    expect(await createMessage(on, { session_id: 'nobody', role: 'user' })).toBeNull()
    await expect(createMessage(on, { session_id, role: 'user', user_id: 'nobody' })).rejects.toSatisfy(isDriverError)
    await expect(createMessage(on, { session_id, role: 'user', agent_id: 999_999_999 })).rejects.toSatisfy(isDriverError)
    await expect(createMessage(on, { session_id } as never)).rejects.toThrow('role takes a text, not undefined')
    expect(await countMessages(on, session_id)).toBe(0)
  })

  test('a session is changed when something is appended to it', async () => {
    const on = database.handle()
    const session_id = await newSession(on)
    await on.run(`UPDATE sessions SET updated_at = '2020-01-01 00:00:00' WHERE id = '${session_id}'`)
    await say(on, session_id, 'x')
    expect((await getSession(on, session_id))?.updated_at).toMatch(/^202[^0]/)
  })

  test('A-F8: a list is in the order of appending, whatever the clock said, or the other way round', async () => {
    const on = database.handle()
    const session_id = await newSession(on)
    for (const [text_content, created_at] of [
      ['a', '2026-11-20T12:00:03Z'],
      ['b', '2026-11-20T12:00:01Z'],
      ['c', '2026-11-20T12:00:02Z'],
    ] as const)
      await createMessage(on, { session_id, role: 'user', text_content, created_at })
    expect(textsOf(await listMessages(on, session_id))).toEqual(['a', 'b', 'c'])
    expect(textsOf(await listMessages(on, session_id, { sort: 'desc' }))).toEqual(['c', 'b', 'a'])
    expect(textsOf(await listMessages(on, session_id, { offset: 1 }))).toEqual(['b', 'c'])
    expect(textsOf(await listMessages(on, session_id, { offset: 1, limit: 1, sort: 'desc' }))).toEqual(['b'])
    expect(await listMessages(on, session_id, { limit: 0 })).toEqual([])
    expect(await listMessages(on, 'nobody')).toEqual([])
    await expect(listMessages(on, session_id, { limit: -1 })).rejects.toThrow('takes a whole number from 0')
    await expect(listMessages(on, session_id, { offset: -1 })).rejects.toThrow('takes a whole number from 0')
  })

  test('A-F8, A-D10: a page of a session is counted from 1 and has the total; page 0 is refused', async () => {
    const on = database.handle()
    const session_id = await newSession(on)
    await say(on, session_id, ...'abcdefghijk')
    expect(textsOf((await listSessionMessages(on, session_id)).rows)).toEqual([...'abcdefghijk'])
    const second = await listSessionMessages(on, session_id, { page: 2, page_size: 10 })
    expect(textsOf(second.rows)).toEqual(['k'])
    expect(second.total).toBe(11)
    const backwards = await listSessionMessages(on, session_id, { page: 2, page_size: 3, sort: 'desc' })
    expect(textsOf(backwards.rows)).toEqual(['h', 'g', 'f'])
    expect(await listSessionMessages(on, session_id, { page: 9 })).toEqual({ rows: [], total: 11 })
    await expect(listSessionMessages(on, session_id, { page: 0 })).rejects.toThrow('page takes a whole number from 1, not 0')
  })

  test('pages by number neither lose nor repeat a message while others append and delete', async () => {
    const on = database.handle()
    const session_id = await newSession(on)
    await say(on, session_id, ...'abcdefghij')
    const seen: (string | null)[] = []
    for (let last = 0; ;) {
      const page = await messagesAfter(on, session_id, last, 4)
      if (page.length === 0) break
      seen.push(...textsOf(page))
      last = page.at(-1)?.seq ?? 0
      await deleteMessage(on, page.at(-1)?.id ?? '')
      if (seen.length < 10) await say(on, session_id, `late ${seen.length}`)
    }
    expect(seen).toEqual([...'abcdefghij', 'late 4', 'late 8'])
    expect(textsOf(await messagesBefore(on, session_id, Number.MAX_SAFE_INTEGER, 2))).toEqual(['j', 'late 4'])
    const [before] = await messagesBefore(on, session_id, Number.MAX_SAFE_INTEGER, 1)
    expect(textsOf(await messagesBefore(on, session_id, before?.seq ?? 0, 2))).toEqual(['i', 'j'])
  })

  test('a number is never given twice, also where the newest message was deleted', async () => {
    const on = database.handle()
    const session_id = await newSession(on)
    const [, last = 0] = await say(on, session_id, 'a', 'b')
    await deleteSessionMessages(on, session_id)
    const [next = 0] = await say(on, session_id, 'c')
    expect(next).toBeGreaterThan(last)
  })

  test('ten who append to one session at once lose and repeat nothing, and a reader who follows misses nothing', async () => {
    const session_id = await newSession(database.handle())
    const followed: Followed = {
      after: async (on, seq) => (await messagesAfter(on, session_id, seq, 1_000)).map((message) => message.seq),
      write: (on, writer) => say(on, session_id, ...'0123456789'.split('').map((n) => `${writer}.${n}`)),
    }
    await tenWriters(database, followed, 100)
  })

  test('A-F9: the system prompt is that of the session’s metadata, else that of the last system message, else null', async () => {
    const on = database.handle()
    const { id: session_id } = await createSession(on, { metadata: { other: 1 } })
    expect(await getSystemPrompt(on, session_id)).toBeNull()
    await say(on, session_id, 'not this')
    for (const text_content of ['old', 'new']) await createMessage(on, { session_id, role: 'system', text_content })
    await say(on, session_id, 'nor this')
    expect(await getSystemPrompt(on, session_id)).toBe('new')
    const told = await createSession(on, { metadata: { system_prompt: 'from metadata' } })
    await createMessage(on, { session_id: told.id, role: 'system', text_content: 'new' })
    expect(await getSystemPrompt(on, told.id)).toBe('from metadata')
    expect(await getSystemPrompt(on, (await createSession(on, { metadata: { system_prompt: '' } })).id)).toBe('')
    expect(await getSystemPrompt(on, (await createSession(on, { metadata: [] })).id)).toBeNull()
    expect(await getSystemPrompt(on, 'nobody')).toBeNull()
  })

  test('A-D9: a change leaves alone what it does not name; what is not there is null, false or 0', async () => {
    const on = database.handle()
    const session_id = await newSession(on)
    const created = await createMessage(on, { session_id, role: 'user', text_content: 'a', context: { a: 1 } })
    const id = created?.id ?? ''
    const changed = await updateMessage(on, id, { context: {}, flagged: 'spam', user_feedback: '' })
    expect(changed).toEqual({ ...created, context: {}, flagged: 'spam', user_feedback: '', updated_at: changed?.updated_at })
    await expect(updateMessage(on, id, { session_id: 'x' } as never)).rejects.toThrow(/^session_id cannot be changed/)
    expect(await updateMessage(on, 'nobody', { flagged: null })).toBeNull()
    expect(await getMessage(on, 'nobody')).toBeNull()
    expect(await deleteMessage(on, 'nobody')).toBe(false)
    expect(await deleteSessionMessages(on, 'nobody')).toBe(0)
    expect(await deleteMessage(on, id)).toBe(true)
    await say(on, session_id, 'x', 'y')
    expect(await deleteSessionMessages(on, session_id)).toBe(2)
    expect(await countMessages(on, session_id)).toBe(0)
  })

  test('A-D2: a session with messages can be deleted, and they go with it', async () => {
    const on = database.handle()
    const session_id = await newSession(on)
    const created = await createMessage(on, { session_id, role: 'user' })
    expect(await deleteSession(on, session_id)).toBe(true)
    expect(await getMessage(on, created?.id ?? '')).toBeNull()
  })
})
