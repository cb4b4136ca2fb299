// Owns: the sessions and the memories of a persona page by page.
// Must not know: query texts.

import { beforeAll, describe, expect, test } from 'vitest'
import { chat, type Handle } from '../../src/index.ts'
import {
  clearChatHistory,
  createSession,
  deleteMemory,
  deleteSession,
  getActiveMemories,
  getAllMemories,
  getAllMemoriesPage,
  getAllSessions,
  getAllSessionsPage,
  saveMemory,
  toggleMemoryStatus,
} from '../../src/lines/chat/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'
import { pageLaws } from '../page-laws.ts'

async function cleared(on: Handle): Promise<void> {
  await clearChatHistory(on)
  for (const { id } of await getAllMemories(on)) await deleteMemory(on, id)
}

const idOf = ({ id }: { readonly id: number }): number => id

onEveryEngine(chat, (database) => {
  const sessions = {
    whole: getAllSessions,
    page: getAllSessionsPage,
    idOf,
    insert: (on: Handle, title: string) => createSession(on, { title }),
    remove: (on: Handle, id: string | number) => deleteSession(on, Number(id)),
  }

  pageLaws(database, 'sessions', { ...sessions, alike: `UPDATE chat_sessions SET updated_at = '2026-11-29 10:00:00'` })

  describe('where some have no moment', () => {
    pageLaws(database, 'sessions', { ...sessions, alike: 'UPDATE chat_sessions SET updated_at = NULL WHERE id % 2 = 0' })
  })

  test('where those that have a moment fill a page, the ones that have none are in the next', async () => {
    const on = database.handle()
    await cleared(on)
    for (const title of ['a', 'b', 'c', 'd']) await createSession(on, { title })
    await on.run(`UPDATE chat_sessions SET updated_at = NULL WHERE title IN ('a', 'b')`)
    const first = await getAllSessionsPage(on, { limit: 2 })
    expect(first.rows.map(({ title }) => title)).toEqual(['d', 'c'])
    const second = await getAllSessionsPage(on, { limit: 2, after: first.next })
    expect(second.rows.map(({ title }) => title)).toEqual(['b', 'a'])
    expect(second.next).toBeNull()
  })

  if (database.dialect === 'sqlite') {
    test('P-D9: the moments of an original are in the order of their texts, as in the list', async () => {
      const on = database.handle()
      await cleared(on)
      for (const title of ['a', 'b', 'c', 'd']) await createSession(on, { title })
      await on.run(`UPDATE chat_sessions SET updated_at = '2026-11-20 09:37:14' WHERE title IN ('b', 'd')`)
      await on.run(`UPDATE chat_sessions SET updated_at = '2026-11-20T08:00:00.000Z' WHERE title = 'c'`)
      const titles: (string | null)[] = []
      for (let after: string | null = null; ;) {
        const { rows, next }: Awaited<ReturnType<typeof getAllSessionsPage>> = await getAllSessionsPage(on, { limit: 1, after })
        titles.push(...rows.map(({ title }) => title))
        if (next === null) break
        after = next
      }
      expect(titles).toEqual((await getAllSessions(on)).map(({ title }) => title))
      expect(titles).toEqual(['a', 'c', 'd', 'b'])
    })
  }

  const memory = { idOf, remove: (on: Handle, id: string | number) => deleteMemory(on, Number(id)) }
  const saved = async (on: Handle, content: string): Promise<unknown> => {
    const off = await saveMemory(on, { content })
    if (off !== null) await toggleMemoryStatus(on, off)
    return saveMemory(on, { content })
  }

  describe('memories', () => {
    beforeAll(() => cleared(database.handle()))

    pageLaws(database, 'all', { ...memory, whole: getAllMemories, page: getAllMemoriesPage, insert: saved })

    pageLaws(database, 'the active ones', {
      ...memory,
      whole: getActiveMemories,
      page: (on, onward) => getAllMemoriesPage(on, { active_only: true, ...onward }),
      insert: saved,
    })
  })
})
