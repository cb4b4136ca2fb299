// Owns: the sessions of a gateway page by page.
// Must not know: query texts.

import { expect, test } from 'vitest'
import { gateway } from '../../src/index.ts'
import { createSession, deleteSession, getSessions, getSessionsPage, updateSession } from '../../src/lines/gateway/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'
import { pageLaws } from '../page-laws.ts'

const list = {
  idOf: ({ id }: { readonly id: string }) => id,
  insert: (on: Parameters<typeof createSession>[0], name: string) => createSession(on, { user_id: 'ann', name }),
  remove: (on: Parameters<typeof createSession>[0], id: string | number) => deleteSession(on, String(id)),
  alike: 'UPDATE sessions SET updated_time = 1764500000000',
}

onEveryEngine(gateway, (database) => {
  pageLaws(database, 'the sessions of all users', {
    ...list,
    whole: async (on) => (await getSessions(on, { limit: 1000 })).rows,
    page: getSessionsPage,
  })

  pageLaws(database, 'the sessions of a user', {
    ...list,
    whole: async (on) => (await getSessions(on, { user_id: 'ann', limit: 1000 })).rows,
    page: (on, onward) => getSessionsPage(on, { ...onward, user_id: 'ann' }),
  })

  test('a user’s pages have nothing of another’s, whatever page was before', async () => {
    const on = database.handle()
    await createSession(on, { user_id: 'bob' })
    const { next } = await getSessionsPage(on, { user_id: 'ann', limit: 1 })
    expect((await getSessionsPage(on, { user_id: 'bob', after: next })).rows).toEqual([])
    expect((await getSessionsPage(on, { user_id: 'bob' })).rows).toMatchObject([{ user_id: 'bob' }])
  })

  test('a session that is changed between two pages is at the front of the list, and in no later page', async () => {
    const on = database.handle()
    for (const id of ['x1', 'x2', 'x3', 'x4']) await createSession(on, { id, user_id: 'eve' })
    await on.run(`UPDATE sessions SET updated_time = updated_time - 1000 WHERE user_id = 'eve'`)
    const first = await getSessionsPage(on, { user_id: 'eve', limit: 2 })
    await updateSession(on, 'x1', 'renamed')
    const second = await getSessionsPage(on, { user_id: 'eve', after: first.next })
    expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual(['x4', 'x3', 'x2'])
    expect((await getSessionsPage(on, { user_id: 'eve', limit: 1 })).rows).toMatchObject([{ id: 'x1' }])
  })
})
