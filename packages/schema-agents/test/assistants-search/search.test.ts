// Owns: messages and memories of the line `assistants` by their words, on every engine.
// Must not know: what a word is: that is tested once, for all lines that search.

import { randomUUID } from 'node:crypto'
import { migrateLines, Migrator } from '@godwit/core'
import { beforeAll, expect, test } from 'vitest'
import { assistants, assistantsSearch, type Handle } from '../../src/index.ts'
import {
  createMemory,
  createMessage,
  createSession,
  createUser,
  deleteSession,
  deleteUser,
  updateMemory,
  updateMessage,
} from '../../src/lines/assistants/index.ts'
import { searchMemories, searchMessages } from '../../src/lines/assistants-search/index.ts'
import { NEWEST } from '../../src/search/search.ts'
import { onEveryEngine } from '../on-every-engine.ts'

const words = async (found: Promise<readonly { readonly text_content: string | null }[]>): Promise<readonly (string | null)[]> =>
  (await found).map(({ text_content }) => text_content)

async function saying(on: Handle, session_id: string, ...texts: readonly (string | null)[]): Promise<readonly string[]> {
  const ids: string[] = []
  for (const text_content of texts) ids.push((await createMessage(on, { session_id, role: 'user', text_content }))?.id ?? '')
  await covered(on)
  return ids
}

/** What is there is not among the newest any more, so that the index is asked for it. */
async function covered(on: Handle): Promise<void> {
  const { id } = await createSession(on, {})
  const rows = Array.from({ length: NEWEST }, () => `('${randomUUID()}', '${id}', 'user', '·')`)
  await on.run(`INSERT INTO messages (id, session_id, role, text_content) VALUES ${rows.join(', ')}`)
}

onEveryEngine(assistants, (database) => {
  beforeAll(async () => {
    const session = await createSession(database.handle(), {})
    await saying(database.handle(), session.id, 'a heron from before')
    await migrateLines(database.driver(), [assistants, assistantsSearch])
  })

  test('messages are found by their words, the newest first, those from before the line too, page by page', async () => {
    const on = database.handle()
    const session = await createSession(on, {})
    await saying(on, session.id, 'one heron', null, 'two HERONS', 'a heron, and a stork')
    expect(await words(searchMessages(on, 'heron'))).toEqual(['a heron, and a stork', 'one heron', 'a heron from before'])
    expect(await words(searchMessages(on, 'Stork heron'))).toEqual(['a heron, and a stork'])
    expect(await words(searchMessages(on, 'heron', { session_id: session.id }))).toEqual(['a heron, and a stork', 'one heron'])
    const [first] = await searchMessages(on, 'heron', { limit: 1 })
    expect(await words(searchMessages(on, 'heron', { limit: 1, before: first?.seq ?? 0 }))).toEqual(['one heron'])
    expect(await searchMessages(on, ' "*" ')).toEqual([])
  })

  test('what is changed is found by its new words, and what is gone by none', async () => {
    const on = database.handle()
    const session = await createSession(on, {})
    const [id = ''] = await saying(on, session.id, 'a kestrel')
    await saying(on, session.id, 'another kestrel')
    await updateMessage(on, id, { text_content: 'a merlin' })
    expect(await words(searchMessages(on, 'kestrel'))).toEqual(['another kestrel'])
    expect(await words(searchMessages(on, 'merlin'))).toEqual(['a merlin'])
    await updateMessage(on, id, { text_content: null })
    expect(await words(searchMessages(on, 'merlin'))).toEqual([])
    await deleteSession(on, session.id)
    expect(await searchMessages(on, 'kestrel')).toEqual([])
  })

  test('memories are found in the scope that is asked for, and go with their user', async () => {
    const on = database.handle()
    const [one, two] = [await createUser(on, {}), await createUser(on, {})]
    await createMemory(on, { name: 'a', content: 'likes owls' })
    await createMemory(on, { name: 'b', content: 'likes owls at night', user_id: one.id })
    const third = await createMemory(on, { name: 'c', content: 'fears owls', user_id: two.id })
    const found = async (find: Parameters<typeof searchMemories>[2] = {}): Promise<readonly string[]> =>
      (await searchMemories(on, 'owls', find)).map(({ name }) => name)
    expect(await found()).toEqual(['c', 'b', 'a'])
    expect(await found({ user_id: one.id })).toEqual(['b'])
    expect(await found({ user_id: null })).toEqual(['a'])
    expect(await found({ user_id: two.id, session_id: null })).toEqual(['c'])
    expect(await found({ agent_id: 999_999_999 })).toEqual([])
    await updateMemory(on, third.id, { content: 'likes wrens' })
    expect(await found()).toEqual(['b', 'a'])
    await deleteUser(on, one.id)
    expect(await found()).toEqual(['a'])
    const [last] = await searchMemories(on, 'owls')
    expect(await found({ before: last?.seq ?? 0 })).toEqual([])
  })

  test('down leaves the line assistants as it was, and up again finds what is there', async () => {
    const on = database.handle()
    const migrator = new Migrator(database.driver(), assistantsSearch)
    expect(await new Migrator(database.driver(), assistants).down({ to: 'nothing' })).toMatchObject({ outcome: 'blocked' })
    expect(await migrator.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    const session = await createSession(on, {})
    await saying(on, session.id, 'a wryneck')
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await words(searchMessages(on, 'wryneck'))).toEqual(['a wryneck'])
  })
})
