// Owns: what the line `chat-search` makes beside the tables of `chat`, and what it leaves, on every engine.
// Must not know: what a word is.

import { migrateLines, Migrator } from '@godwit/core'
import { pg } from '@godwit/driver-pg'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { chat, chatLine, chatSearch, chatSearchLine, handle, type Handle } from '../../src/index.ts'
import { createSession, deleteSession, saveMemory, saveMessages } from '../../src/lines/chat/index.ts'
import { searchMemories, searchMessages } from '../../src/lines/chat-search/index.ts'
import { columnsOf, indexesOf } from '../catalogue.ts'
import { onEveryEngine } from '../on-every-engine.ts'

async function catalogue(on: Handle): Promise<unknown> {
  const columns = await Promise.all(['chat_messages', 'memories', 'chat_sessions'].map((table) => columnsOf(on, table)))
  const { rows } = await on.run(
    {
      sqlite: "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE '%migrations%' AND name <> 'sqlite_sequence' ORDER BY name",
      postgres: "SELECT proname AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE nspname = 'public' ORDER BY 1",
      mysql: 'SELECT trigger_name AS name FROM information_schema.triggers WHERE trigger_schema = DATABASE() ORDER BY 1',
    }[on.place.dialect],
  )
  return { columns, rows, indexes: await indexesOf(on, '') }
}

onEveryEngine(chat, (database) => {
  test('what was there before the line is found, and down and up again leaves chat as it was', async () => {
    const on = database.handle()
    const session_id = await createSession(on)
    await saveMessages(on, [{ message: 'a bird from before', is_user: true }], session_id)
    await saveMemory(on, { content: 'a memory from before' })
    const before = await catalogue(on)
    const migrator = new Migrator(database.driver(), chatSearch)
    for (const round of [1, 2]) {
      expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
      expect((await searchMessages(on, 'before')).map(({ message }) => message)).toEqual(['a bird from before'])
      expect((await searchMemories(on, 'before')).map(({ content }) => content)).toEqual(['a memory from before'])
      await saveMessages(on, [{ message: `round${round}`, is_user: true }], session_id)
      expect(await searchMessages(on, `round${round}`)).toHaveLength(1)
      if (round === 2) expect(await searchMessages(on, 'round1')).toHaveLength(1)
      expect(await migrator.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
      expect(await catalogue(on)).toEqual(before)
    }
    // Without the line, chat is used as before.
    await saveMessages(on, [{ message: 'later', is_user: true }], session_id)
    expect(await deleteSession(on, session_id)).toBe(true)
  })
})

onEveryEngine(undefined, (database) => {
  test('it needs the line chat, which does not go while it is there', async () => {
    const migrator = new Migrator(database.driver(), chatSearch)
    expect(await migrator.up()).toMatchObject({ outcome: 'blocked' })
    await new Migrator(database.driver(), chat).up({ to: '003_add_memory_message_ranges' })
    expect(await migrator.up()).toMatchObject({ outcome: 'blocked' })
    const together = await migrateLines(database.driver(), [chatSearch, chat])
    expect(together).not.toMatchObject({ outcome: 'blocked' })
    expect(await migrator.up()).toMatchObject({ outcome: 'up-to-date' })
    expect(await new Migrator(database.driver(), chat).down({ to: 'nothing' })).toMatchObject({ outcome: 'blocked' })
  })
})

onEveryEngine(undefined, (database) => {
  test('two chats under prefixes are searched each by itself', async () => {
    const ons: Handle[] = []
    for (const prefix of ['one_', 'two_']) {
      const own = { line: `chat-${prefix}` }
      const named = { ...chatLine({ prefix }), name: own.line }
      const { requires: _, ...search } = chatSearchLine({ prefix })
      for (const line of [named, { ...search, name: `${own.line}search`, requires: [own.line] }]) {
        expect(await new Migrator(database.driver(), line).up()).toMatchObject({ outcome: 'migrated' })
      }
      const on = handle(await database.driver().open('write'), { prefix })
      await saveMessages(on, [{ message: `bird ${prefix}`, is_user: true }])
      await saveMemory(on, { content: `likes ${prefix}` })
      ons.push(on)
    }
    const found = await Promise.all(ons.map((on) => searchMessages(on, 'bird')))
    expect(found.map((rows) => rows.map(({ message }) => message))).toEqual([['bird one_'], ['bird two_']])
    const remembered = await Promise.all(ons.map((on) => searchMemories(on, 'likes')))
    expect(remembered.map((rows) => rows.map(({ content }) => content))).toEqual([['likes one_'], ['likes two_']])
  })
})

describeOn('postgres-15', (server) => {
  test('in a schema, in a database with a locale: letters are folded, and down leaves nothing', async () => {
    const { url, query, database: name } = await server.freshDatabase()
    const [locale] = await query("SELECT collname FROM pg_collation WHERE collname IN ('C.utf8', 'C.UTF-8', 'en_US.utf8')")
    const located = locale === undefined ? name : `${name}_located`
    if (locale !== undefined) {
      await query(`CREATE DATABASE ${located} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE '${String(locale['collname'])}'`)
    }
    const driver = pg(url.replace(name, located))
    onTestFinished(async () => {
      await driver.close()
      if (locale !== undefined) await query(`DROP DATABASE ${located}`)
    })
    const session = await driver.open('write')
    await session.run('CREATE SCHEMA app')
    const names = { schema: 'app' }
    for (const line of [chatLine(names), chatSearchLine(names)]) {
      expect(await new Migrator(driver, line).up()).toMatchObject({ outcome: 'migrated' })
    }
    const on = handle(session, names)
    await saveMessages(on, [{ message: 'ПРИВЕТ, CAFÉ on the I-95🥰now', is_user: true }])
    for (const words of ['привет', 'cafe', 'i', 'now', '95', 'привет i']) expect(await searchMessages(on, words)).toHaveLength(1)
    for (const line of [chatSearchLine(names), chatLine(names)]) {
      expect(await new Migrator(driver, line).down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    }
    const left = await session.run(`SELECT relname FROM pg_class WHERE relnamespace = 'app'::regnamespace
        UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'app'::regnamespace`)
    expect(left.rows).toEqual([])
    await session.close()
  }, 30_000)
})
