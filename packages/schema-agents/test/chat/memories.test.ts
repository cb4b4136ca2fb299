// Owns: P-F17 to P-F20: memories, on every engine.
// Must not know: messages in detail.

import { expect, test } from 'vitest'
import { chat } from '../../src/index.ts'
import {
  createSession,
  deleteMemory,
  deleteSession,
  getActiveMemories,
  getAllMemories,
  getLastMemoryMessageId,
  getMemory,
  getMemoryRanges,
  saveMemory,
  setLastMemoryMessageId,
  toggleMemoryStatus,
  updateMemory,
} from '../../src/lines/chat/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'
import { emptied } from './emptied.ts'

onEveryEngine(chat, (database) => {
  emptied(database)

  test('P-F17: a memory is active, is read back as it was written, and leaves the marker alone', async () => {
    const on = database.handle()
    const session_id = await createSession(on)
    await setLastMemoryMessageId(on, session_id, 7)
    const id = (await saveMemory(on, { session_id, content: 'likes birds', start_message_id: 0, end_message_id: 9 })) ?? 0
    const memory = await getMemory(on, id)
    expect(memory).toEqual({
      id,
      session_id,
      persona_id: 'default',
      content: 'likes birds',
      created_at: memory?.created_at,
      is_active: true,
      start_message_id: 0,
      end_message_id: 9,
    })
    expect(memory?.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(await getLastMemoryMessageId(on, session_id)).toBe(7)
    const bare = (await saveMemory(on, { content: '', persona_id: 'x' })) ?? 0
    expect(await getMemory(on, bare)).toMatchObject({ session_id: null, persona_id: 'x', content: '', start_message_id: null })
  })

  test('P-X14: of a session that is not there nothing is remembered', async () => {
    const on = database.handle()
    expect(await saveMemory(on, { session_id: 999_999_999, content: 'c' })).toBeNull()
    expect(await getAllMemories(on)).toEqual([])
  })

  test('P-F18: lists are newest first, all of them or the active ones', async () => {
    const on = database.handle()
    const ids: number[] = []
    for (const content of ['a', 'b', 'c']) ids.push((await saveMemory(on, { content })) ?? 0)
    await on.run("UPDATE memories SET created_at = '2020-01-01 00:00:00'")
    await toggleMemoryStatus(on, ids[1] ?? 0)
    expect((await getAllMemories(on)).map(({ content, is_active }) => [content, is_active])).toEqual([
      ['c', true],
      ['b', false],
      ['a', true],
    ])
    expect((await getActiveMemories(on)).map(({ content }) => content)).toEqual(['c', 'a'])
    expect(await getAllMemories(on, { active_only: true })).toEqual(await getActiveMemories(on))
  })

  test('P-F18: the content can be changed, and nothing else changes with it', async () => {
    const on = database.handle()
    const id = (await saveMemory(on, { content: 'before' })) ?? 0
    const before = await getMemory(on, id)
    expect(await updateMemory(on, id, 'after')).toBe(true)
    expect(await getMemory(on, id)).toEqual({ ...before, content: 'after' })
    expect(await updateMemory(on, 999_999_999, 'x')).toBe(false)
  })

  test('P-F19: turning a memory off and on leaves the marker alone', async () => {
    const on = database.handle()
    const session_id = await createSession(on)
    const id = (await saveMemory(on, { session_id, content: 'c', start_message_id: 1, end_message_id: 4 })) ?? 0
    await setLastMemoryMessageId(on, session_id, 4)
    expect(await getMemoryRanges(on, session_id)).toEqual([{ start_message_id: 1, end_message_id: 4 }])
    expect(await toggleMemoryStatus(on, id)).toMatchObject({ id, is_active: false })
    expect(await getMemoryRanges(on, session_id)).toEqual([])
    expect(await getLastMemoryMessageId(on, session_id)).toBe(4)
    expect(await toggleMemoryStatus(on, id)).toMatchObject({ id, is_active: true })
    expect(await toggleMemoryStatus(on, 999_999_999)).toBeNull()
  })

  test('P-F20: deleting one makes the marker the highest end of the others, active or not, and null after the last', async () => {
    const on = database.handle()
    const session_id = await createSession(on)
    const ends = [9, 4, 6]
    const ids: number[] = []
    for (const end_message_id of ends)
      ids.push((await saveMemory(on, { session_id, content: 'c', start_message_id: 1, end_message_id })) ?? 0)
    const [nine = 0, four = 0, six = 0] = ids
    await saveMemory(on, { session_id: await createSession(on), content: 'of another', start_message_id: 1, end_message_id: 99 })
    await setLastMemoryMessageId(on, session_id, 9)
    await toggleMemoryStatus(on, six)
    expect(await deleteMemory(on, nine)).toBe(true)
    expect(await getLastMemoryMessageId(on, session_id)).toBe(6)
    expect(await deleteMemory(on, four)).toBe(true)
    expect(await getLastMemoryMessageId(on, session_id)).toBe(6)
    expect(await deleteMemory(on, six)).toBe(true)
    expect(await getLastMemoryMessageId(on, session_id)).toBeNull()
    expect(await deleteMemory(on, six)).toBe(false)
  })

  test('P-F20: one of no session, or of one that is gone, is deleted without a marker', async () => {
    const on = database.handle()
    const id = (await saveMemory(on, { content: 'c' })) ?? 0
    expect(await deleteMemory(on, id)).toBe(true)
    const session_id = await createSession(on)
    const of = (await saveMemory(on, { session_id, content: 'c' })) ?? 0
    await on.run(`DELETE FROM chat_sessions WHERE id = ${session_id}`)
    expect(await deleteMemory(on, of)).toBe(true)
    expect(await deleteSession(on, session_id)).toBe(false)
  })

  test('P-F20: of ten who delete one memory each at once, the last leaves the marker of what remains', async () => {
    const on = database.handle()
    const session_id = await createSession(on)
    await saveMemory(on, { session_id, content: 'stays', start_message_id: 1, end_message_id: 3 })
    const ids: number[] = []
    for (let n = 0; n < 10; n++)
      ids.push((await saveMemory(on, { session_id, content: 'c', start_message_id: 1, end_message_id: 10 + n })) ?? 0)
    await setLastMemoryMessageId(on, session_id, 19)
    const connections = await Promise.all(ids.map(database.another))
    expect(await Promise.all(connections.map((each, n) => deleteMemory(each, ids[n] ?? 0)))).toEqual(ids.map(() => true))
    expect(await getLastMemoryMessageId(on, session_id)).toBe(3)
  })
})
