// Owns: a tenant's messages by their words, and never another's, on every engine.
// Must not know: what a word is: that is tested once, for all lines that search.

import { randomUUID } from 'node:crypto'
import { migrateLines, Migrator } from '@godwit/core'
import { beforeAll, expect, test } from 'vitest'
import { type Handle, tenancy, tenancySearch } from '../../src/index.ts'
import {
  createConversation,
  createTenant,
  deleteConversation,
  deleteMessagesBefore,
  keepLastMessages,
  saveMessage,
  setConversationStatus,
} from '../../src/lines/tenancy/index.ts'
import { searchMessages } from '../../src/lines/tenancy-search/index.ts'
import { NEWEST } from '../../src/search/search.ts'
import { onEveryEngine } from '../on-every-engine.ts'
import { sentBy } from '../plan-of.ts'

const said = async (found: Promise<readonly { readonly content: string }[]>): Promise<readonly string[]> =>
  (await found).map(({ content }) => content)

const named = async (on: Handle): Promise<string> => (await createTenant(on, { name: randomUUID() })).tenant.id

async function saying(on: Handle, tenant: string, user: string, ...texts: readonly string[]): Promise<string> {
  const { id } = await createConversation(on, tenant, user, randomUUID())
  for (const content of texts) await saveMessage(on, tenant, id, { role: 'USER', content })
  await covered(on)
  return id
}

/** What is there is not among the newest any more, so that the index is asked for it. */
async function covered(on: Handle): Promise<void> {
  const tenant = await named(on)
  const { id } = await createConversation(on, tenant, 'u', 'thread')
  const rows = Array.from({ length: NEWEST }, () => `('${randomUUID()}', '${tenant}', '${id}', 'USER', '·')`)
  await on.run(`INSERT INTO messages (id, tenant_id, conversation_id, role, content) VALUES ${rows.join(', ')}`)
}

onEveryEngine(tenancy, (database) => {
  let first = ''
  beforeAll(async () => {
    first = await named(database.handle())
    await saying(database.handle(), first, 'u', 'a heron from before')
    await migrateLines(database.driver(), [tenancy, tenancySearch])
  })

  test('messages are found by their words, the newest first, those from before the line too, page by page', async () => {
    const on = database.handle()
    const conversation_id = await saying(on, first, 'u', 'one heron', 'two HERONS', 'a heron, and a stork')
    expect(await said(searchMessages(on, first, 'heron'))).toEqual(['a heron, and a stork', 'one heron', 'a heron from before'])
    expect(await said(searchMessages(on, first, 'Stork heron'))).toEqual(['a heron, and a stork'])
    expect(await said(searchMessages(on, first, 'heron', { conversation_id }))).toEqual(['a heron, and a stork', 'one heron'])
    const [newest] = await searchMessages(on, first, 'heron', { limit: 1 })
    expect(await said(searchMessages(on, first, 'heron', { limit: 1, before: newest?.seq ?? 0 }))).toEqual(['one heron'])
    expect(await searchMessages(on, first, ' "*" ')).toEqual([])
  })

  test('R7: of another tenant, or another user where one is named, nothing is found, not by the conversation’s id either', async () => {
    const on = database.handle()
    const [one, two] = [await named(on), await named(on)]
    const mine = await saying(on, one, 'me', 'my bittern')
    const theirs = await saying(on, two, 'me', 'their bittern')
    await saying(on, one, 'beside me', 'the bittern beside me')
    expect(await said(searchMessages(on, one, 'bittern'))).toEqual(['the bittern beside me', 'my bittern'])
    expect(await said(searchMessages(on, one, 'bittern', { user_id: 'me' }))).toEqual(['my bittern'])
    expect(await searchMessages(on, one, 'bittern', { conversation_id: theirs })).toEqual([])
    expect(await searchMessages(on, one, 'bittern', { conversation_id: mine, user_id: 'beside me' })).toEqual([])
    expect(await searchMessages(on, 'nobody', 'bittern')).toEqual([])
  })

  test('R7: every statement that reads messages has the tenant in its condition, whatever is asked', async () => {
    const tenant = await named(database.handle())
    const conversation_id = await saying(database.handle(), tenant, 'u', 'a plover')
    const sent = await sentBy(database.handle(), async (on) => {
      for (const words of ['plover', 'plover for the', 'ⰰⰱⰲ'])
        for (const find of [{}, { user_id: 'u' }, { conversation_id }, { conversation_id, user_id: 'u' }])
          await searchMessages(on, tenant, words, find)
    })
    const reading = sent.filter(({ text }) => /\bmessages\b/.test(text))
    expect(reading.length).toBeGreaterThanOrEqual(12)
    for (const { text, params } of reading) {
      expect(text).toMatch(/ AND m\.tenant_id = (\?|\$\d+)/)
      expect(text).not.toMatch(/\bOR\b(?![^(]*AS prepared)/)
      expect(params).toContain(tenant)
    }
  })

  test('what is gone is found by none of its words, and what is hidden neither', async () => {
    const on = database.handle()
    const tenant = await named(on)
    const kept = await saying(on, tenant, 'u', 'first kestrel', 'second kestrel')
    await createConversation(on, tenant, 'u', 'hidden')
    const old = await saying(on, tenant, 'u', 'third kestrel')
    const hidden = await createConversation(on, tenant, 'u', 'to be hidden')
    await saveMessage(on, tenant, hidden.id, { role: 'USER', content: 'hidden kestrel' })
    const gone = await createConversation(on, tenant, 'u', 'to be deleted')
    await saveMessage(on, tenant, gone.id, { role: 'USER', content: 'deleted kestrel' })
    expect(await said(searchMessages(on, tenant, 'kestrel'))).toHaveLength(5)
    await setConversationStatus(on, tenant, 'to be hidden', 'COMPLETED')
    await setConversationStatus(on, tenant, 'to be hidden', 'DELETED')
    await deleteConversation(on, tenant, 'to be deleted')
    expect(await keepLastMessages(on, tenant, kept, 1)).toBe(1)
    expect(await deleteMessagesBefore(on, tenant, '9000-01-01T00:00:00Z', old)).toBe(1)
    expect(await said(searchMessages(on, tenant, 'kestrel'))).toEqual(['second kestrel'])
    expect(await searchMessages(on, tenant, 'kestrel', { conversation_id: hidden.id })).toEqual([])
  })

  test('down leaves the line tenancy as it was, and up again finds what is there', async () => {
    const on = database.handle()
    const migrator = new Migrator(database.driver(), tenancySearch)
    expect(await new Migrator(database.driver(), tenancy).down({ to: 'nothing' })).toMatchObject({ outcome: 'blocked' })
    expect(await migrator.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    await saying(on, first, 'u', 'a wryneck')
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await said(searchMessages(on, first, 'wryneck'))).toEqual(['a wryneck'])
  })
})
