// Owns: messages of the line `gateway` by their words, on every engine.
// Must not know: what a word is: that is tested once, for all lines that search.

import { randomUUID } from 'node:crypto'
import { migrateLines, Migrator } from '@godwit/core'
import { beforeAll, expect, test } from 'vitest'
import { gateway, gatewaySearch, type Handle } from '../../src/index.ts'
import { createSession, deleteMessagesBefore, deleteSession, keepLastMessages, storeChatMessage } from '../../src/lines/gateway/index.ts'
import { searchMessages } from '../../src/lines/gateway-search/index.ts'
import { NEWEST } from '../../src/search/search.ts'
import { onEveryEngine } from '../on-every-engine.ts'

const said = async (found: Promise<readonly { readonly message: string }[]>): Promise<readonly string[]> =>
  (await found).map(({ message }) => message)

async function saying(on: Handle, user_id: string, ...texts: readonly string[]): Promise<string> {
  const { id } = await createSession(on, { user_id })
  for (const message of texts) await storeChatMessage(on, id, { message, sender_type: 'user', sender_name: 'n' })
  await covered(on)
  return id
}

/** What is there is not among the newest any more, so that the index is asked for it. */
async function covered(on: Handle): Promise<void> {
  const { id } = await createSession(on, { user_id: 'nobody' })
  const rows = Array.from({ length: NEWEST }, () => `('${randomUUID()}', '${id}', '·', 1)`)
  await on.run(`INSERT INTO chat_messages (id, session_id, message, created_time) VALUES ${rows.join(', ')}`)
}

onEveryEngine(gateway, (database) => {
  beforeAll(async () => {
    await saying(database.handle(), 'before', 'a heron from before')
    await migrateLines(database.driver(), [gateway, gatewaySearch])
  })

  test('messages are found by their words, the newest first, those from before the line too, page by page', async () => {
    const on = database.handle()
    const session_id = await saying(on, 'one', 'one heron', 'two HERONS', 'a heron, and a stork')
    expect(await said(searchMessages(on, 'heron'))).toEqual(['a heron, and a stork', 'one heron', 'a heron from before'])
    expect(await said(searchMessages(on, 'Stork heron'))).toEqual(['a heron, and a stork'])
    expect(await said(searchMessages(on, 'heron', { session_id }))).toEqual(['a heron, and a stork', 'one heron'])
    const [first] = await searchMessages(on, 'heron', { limit: 1 })
    expect(await said(searchMessages(on, 'heron', { limit: 1, before: first?.seq ?? 0 }))).toEqual(['one heron'])
    expect(await searchMessages(on, ' "*" ')).toEqual([])
  })

  test('of somebody else’s sessions nothing is found', async () => {
    const on = database.handle()
    const [mine, theirs] = [await saying(on, 'me', 'my bittern'), await saying(on, 'they', 'their bittern')]
    expect(await said(searchMessages(on, 'bittern', { user_id: 'me' }))).toEqual(['my bittern'])
    expect(await said(searchMessages(on, 'bittern', { user_id: 'me', session_id: mine }))).toEqual(['my bittern'])
    expect(await searchMessages(on, 'bittern', { user_id: 'me', session_id: theirs })).toEqual([])
    expect(await searchMessages(on, 'bittern', { user_id: 'nobody at all' })).toEqual([])
  })

  test('what is gone is found by none of its words, whichever way it went', async () => {
    const on = database.handle()
    const [one, two, three] = [
      await saying(on, 'u', 'first kestrel', 'second kestrel'),
      await saying(on, 'u', 'third kestrel'),
      await saying(on, 'u', 'fourth kestrel', 'fifth kestrel'),
    ]
    await on.run(`UPDATE chat_messages SET created_time = 0 WHERE message = 'fourth kestrel'`)
    expect(await keepLastMessages(on, one, 1)).toBe(1)
    expect(await deleteMessagesBefore(on, new Date(1), three)).toBe(1)
    expect(await deleteSession(on, two)).toBe(true)
    expect(await said(searchMessages(on, 'kestrel'))).toEqual(['fifth kestrel', 'second kestrel'])
  })

  test.runIf(database.dialect === 'sqlite')('a VACUUM leaves the index in step', async () => {
    const on = database.handle()
    const session_id = await saying(on, 'v', 'a hobby', 'another hobby')
    await keepLastMessages(on, session_id, 1)
    await on.run('VACUUM')
    expect(await said(searchMessages(on, 'hobby'))).toEqual(['another hobby'])
    await keepLastMessages(on, session_id, 0)
    expect(await searchMessages(on, 'hobby')).toEqual([])
  })

  test('down leaves the line gateway as it was, and up again finds what is there', async () => {
    const on = database.handle()
    const migrator = new Migrator(database.driver(), gatewaySearch)
    expect(await new Migrator(database.driver(), gateway).down({ to: 'nothing' })).toMatchObject({ outcome: 'blocked' })
    expect(await migrator.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    await saying(on, 'w', 'a wryneck')
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await said(searchMessages(on, 'wryneck'))).toEqual(['a wryneck'])
  })
})
