// Owns: the program, on files of two clients, on PostgreSQL and on MariaDB.
// Must not know: how it does it.

import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createConversation, createTenant, DEFAULT_TENANT_ID, saveMessage, suspendTenant } from '@godwit/schema-agents/tenancy'
import { dirname } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { bringUpToDate } from '../src/bring-up-to-date.ts'
import { type Database, openDatabase } from '../src/database.ts'
import { type Engine, onEveryEngine, type Place } from './places.ts'
import { start } from './terminal.ts'

/** The same database as SQLAlchemy writes it; behind its three slashes a path counts from the folder in which the program is. */
const OTHERS: Readonly<Record<Engine, (url: string) => string>> = {
  'better-sqlite3': () => 'sqlite+aiosqlite:///chat.db',
  libSQL: () => 'sqlite+libsql:///chat.db',
  PostgreSQL: (url) => url.replace(/^[a-z]+:/, 'postgresql+asyncpg:'),
  MariaDB: (url) => url.replace(/^[a-z]+:/, 'mysql+asyncmy:'),
}
const TABLES = ['conversations', 'messages', 'tenant_configs', 'tenants']

function threadOf(printed: string): string {
  return /^Thread ID: (\S+)$/m.exec(printed)?.[1] ?? 'none'
}

/** The database as the program opens it, brought up to date. */
async function opened({ url }: Place, pool = { size: 1, overflow: 0 }): Promise<Database> {
  const database = openDatabase({ url, pool })
  onTestFinished(() => database.close())
  await bringUpToDate(database, { apiKey: undefined })
  return database
}

onEveryEngine((fresh, engine) => {
  test('with the .env of the document, the first start on an empty database makes the tables and the default tenant, and chats (G-U1, G-M2, G-U3)', async () => {
    const { folder, dotenv, query } = await fresh()
    await dotenv()
    const terminal = start(folder)
    const greeting = await terminal.greeting()
    expect(greeting).toMatch(
      /^tenant-chat\b.*\nDatabase: applied 001, 002, 003, 004\nTenant: Default Tenant\nThread ID: \S+\n✨ Started NEW conversation\n$/,
    )
    expect(threadOf(greeting)).toContain(DEFAULT_TENANT_ID)
    expect(await terminal.say('Which bird flies farthest?')).toBe('Assistant: You said: Which bird flies farthest?\n')
    expect(await terminal.say('/tools')).toBe('echo: says what you said\n')
    expect(await terminal.say('/fly')).toContain('/fly is no command')
    expect(await terminal.leave()).toBe(0)
    for (const table of TABLES) expect(await query(`SELECT COUNT(*) AS n FROM ${table}`)).toHaveLength(1)
    expect(await query('SELECT id FROM tenants')).toEqual([{ id: DEFAULT_TENANT_ID }])
    expect(await query('SELECT title FROM conversations')).toEqual([{ title: 'Which bird flies farthest?' }])
    // The key of the .env is hashed: the document's stands in no row.
    expect(JSON.stringify(await query('SELECT * FROM tenants'))).not.toContain('dev_api_key_12345')
  })

  test('the command migrate brings the database up to date, once, and the start finds it so; nobody is asked anything (G-U2)', async () => {
    const { folder, dotenv, query } = await fresh()
    await dotenv()
    expect(await start(folder, ['migrate']).ended).toEqual({ code: 0, out: 'Database: applied 001, 002, 003, 004\n', complaint: '' })
    expect(await query('SELECT id FROM tenants')).toEqual([{ id: DEFAULT_TENANT_ID }])
    expect(await start(folder, ['migrate']).ended).toEqual({ code: 0, out: 'Database: up to date\n', complaint: '' })
    const terminal = start(folder)
    expect(await terminal.greeting()).toContain('Database: up to date\n')
    expect(await terminal.leave()).toBe(0)
    expect(await query('SELECT id FROM tenants')).toEqual([{ id: DEFAULT_TENANT_ID }])
  })

  test('a database in which a table is another’s is not chatted in: it is named, and nothing was made (G-M2)', async () => {
    const { folder, dotenv, query } = await fresh()
    await query('CREATE TABLE messages (a INTEGER)')
    await dotenv()
    const { code, out, complaint } = await start(folder).ended
    expect({ code, asked: out.includes('> ') }).toEqual({ code: 1, asked: false })
    expect(complaint).toContain("'messages'")
    await expect(query('SELECT * FROM tenants')).rejects.toThrow(/tenants/)
  })

  test('the next start resumes the last thread with its messages; after /new it resumes the new one, however the tenant is named (G-F7, G-X11, G-D3, G-U3)', async () => {
    const { folder, dotenv, query } = await fresh()
    await dotenv()
    const first = start(folder)
    const begun = threadOf(await first.greeting())
    await first.say('one')
    await first.say('two')
    await first.leave()

    const second = start(folder)
    const resumed = await second.greeting()
    expect(threadOf(resumed)).toBe(begun)
    expect(resumed).toMatch(/🔄 RESUMED conversation\nLoaded 4 previous messages\n$/)
    expect(await second.say('/history')).toBe('USER: one\nASSISTANT: You said: one\nUSER: two\nASSISTANT: You said: two\n')
    const renewed = await second.say('/new')
    const next = threadOf(renewed)
    expect(renewed).toContain('✨ Started NEW conversation')
    expect(next).not.toBe(begun)
    expect(await second.say('/history')).toBe('Nothing was said in this thread yet.\n')
    await second.say('three')
    await second.leave()

    for (const DEFAULT_TENANT_ID of ['default', 'Default Tenant', '00000000-0000-0000-0000-000000000001']) {
      await dotenv({ DEFAULT_TENANT_ID })
      const terminal = start(folder)
      const greeting = await terminal.greeting()
      expect(threadOf(greeting)).toBe(next)
      expect(greeting).toContain('Loaded 2 previous messages\n')
      await terminal.leave()
    }
    const threads = (await query('SELECT thread_id FROM conversations')).map(({ thread_id }) => String(thread_id))
    expect(threads.toSorted()).toEqual([begun, next].toSorted())
  })

  test('a session file that is damaged is said, and a new thread begun; what was said before stays, and the file is for its owner only (G-F7, G-X11)', async () => {
    const { folder, dotenv, sessionFile, query } = await fresh()
    await dotenv()
    const first = start(folder)
    await first.greeting()
    await first.say('before')
    await first.leave()
    for (const [damage, why] of [
      ['{"thread_id": "tenant_', 'it is no JSON'],
      ['{"thread_id": 1}', 'it has no thread_id and tenant_id'],
    ] as const) {
      await writeFile(sessionFile, damage, { mode: 0o644 })
      const terminal = start(folder)
      const greeting = await terminal.greeting()
      expect(greeting).toContain(`could not be read: ${why}`)
      expect(greeting).toContain('✨ Started NEW conversation')
      await terminal.leave()
      expect(JSON.parse(await readFile(sessionFile, 'utf8'))).toEqual({ thread_id: threadOf(greeting), tenant_id: DEFAULT_TENANT_ID })
      if (process.platform !== 'win32') expect((await stat(sessionFile)).mode & 0o777).toBe(0o600)
    }
    expect(await query("SELECT content FROM messages WHERE role = 'USER'")).toEqual([{ content: 'before' }])
  })

  test('a thread of another tenant, of another user, or one that is gone is not resumed, and why is said (G-X11)', async () => {
    const place = await fresh()
    const { folder, dotenv, sessionFile, query } = place
    await dotenv()
    const { use } = await opened(place)
    const { tenant } = await use((on) => createTenant(on, { name: 'Acme' }))
    const theirs = await use((on) => createConversation(on, tenant.id, 'terminal', 'theirs'))
    await use((on) => saveMessage(on, tenant.id, theirs.id, { role: 'USER', content: 'a secret of Acme' }))
    await use((on) => createConversation(on, DEFAULT_TENANT_ID, 'somebody', 'of-somebody'))
    await mkdir(dirname(sessionFile), { recursive: true })
    for (const [session, why] of [
      [{ thread_id: 'theirs', tenant_id: tenant.id }, 'another tenant’s'],
      [{ thread_id: 'theirs', tenant_id: DEFAULT_TENANT_ID }, 'not there any more'],
      [{ thread_id: 'of-somebody', tenant_id: DEFAULT_TENANT_ID }, 'another user’s'],
    ] as const) {
      await writeFile(sessionFile, JSON.stringify(session))
      const terminal = start(folder)
      const greeting = await terminal.greeting()
      expect(greeting).toContain(why)
      expect(greeting).toContain('✨ Started NEW conversation')
      expect(await terminal.say('/history')).toBe('Nothing was said in this thread yet.\n')
      await terminal.leave()
    }
    await dotenv({ DEFAULT_TENANT_ID: 'Acme' })
    await writeFile(sessionFile, JSON.stringify({ thread_id: 'theirs', tenant_id: tenant.id }))
    const terminal = start(folder)
    expect(await terminal.greeting()).toContain('Tenant: Acme\nThread ID: theirs\n🔄 RESUMED conversation\nLoaded 1 previous messages\n')
    await terminal.leave()
    expect(await query("SELECT thread_id FROM conversations WHERE thread_id = 'theirs'")).toHaveLength(1)
  })

  test('there are no more connections at once than POSTGRES_POOL_SIZE and POSTGRES_MAX_OVERFLOW allow, and fifty who want one all get it (G-U1)', async () => {
    const place = await fresh()
    const { use } = await opened(place, { size: 2, overflow: 1 })
    let [now, most] = [0, 0]
    let open = (): void => {}
    const three = new Promise<void>((resolve) => {
      open = resolve
    })
    await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        use(async (on) => {
          now += 1
          most = Math.max(most, now)
          // Whoever has one keeps it until all that there may be are lent.
          if (now === 3) open()
          await three
          await createConversation(on, DEFAULT_TENANT_ID, 'user', `thread ${n}`)
          now -= 1
        }),
      ),
    )
    expect(most).toBe(3)
    expect((await place.query('SELECT thread_id FROM conversations')).length).toBe(50)
  })

  test('a URL that names another program’s client behind a plus is read by ours, for the migrations and for the chat (G-M5)', async () => {
    const { folder, dotenv, url, query } = await fresh()
    await dotenv({ DATABASE_URL: OTHERS[engine](url) })
    expect(await start(folder, ['migrate']).ended).toMatchObject({ code: 0, out: 'Database: applied 001, 002, 003, 004\n' })
    const terminal = start(folder)
    expect(await terminal.greeting()).toContain('Database: up to date\n')
    expect(await terminal.say('hello')).toBe('Assistant: You said: hello\n')
    expect(await terminal.leave()).toBe(0)
    expect(await query('SELECT title FROM conversations')).toEqual([{ title: 'hello' }])
  })

  if (engine === 'PostgreSQL' || engine === 'MariaDB') {
    test('a login that is refused is told without its password', async () => {
      const { folder, dotenv, url } = await fresh()
      const wrong = new URL(url)
      wrong.password = 'not-the-password'
      wrong.username = 'nobody-of-that-name'
      await dotenv({ DATABASE_URL: wrong.href })
      const { code, complaint } = await start(folder).ended
      expect(code).toBe(1)
      expect(complaint).not.toContain('not-the-password')
      expect(complaint).not.toBe('')
    })
  } else {
    test('a setting that makes no sense stops the start in words, and no database is made (G-U1)', async () => {
      const { folder, dotenv, query } = await fresh()
      for (const [instead, words] of [
        [{ POSTGRES_POOL_SIZE: 'abc' }, 'POSTGRES_POOL_SIZE is a whole number from 1, not "abc"'],
        [{ POSTGRES_POOL_SIZE: '0' }, 'POSTGRES_POOL_SIZE is a whole number from 1, not "0"'],
        [{ POSTGRES_MAX_OVERFLOW: '-1' }, 'POSTGRES_MAX_OVERFLOW is a whole number from 0, not "-1"'],
        [{ DATABASE_URL: 'oracle://app:secret@host/x' }, 'DATABASE_URL begins with'],
      ] as const) {
        await dotenv(instead)
        const { code, complaint } = await start(folder).ended
        expect({ code, words: complaint.includes(words), secret: complaint.includes('secret') }).toEqual({
          code: 2,
          words: true,
          secret: false,
        })
      }
      await expect(query('SELECT * FROM tenants')).rejects.toThrow(/tenants/)
    })

    test('the environment goes before the .env, and an empty line says nothing (G-U1)', async () => {
      const { folder, dotenv, query } = await fresh()
      await dotenv({ POSTGRES_POOL_SIZE: 'abc', DEFAULT_TENANT_ID: '' })
      const terminal = start(folder, [], { POSTGRES_POOL_SIZE: '3' })
      expect(await terminal.greeting()).toContain('Tenant: Default Tenant')
      await terminal.leave()
      expect(await query('SELECT user_id FROM conversations')).toEqual([{ user_id: 'terminal' }])
    })

    test('a tenant that is not there, or is suspended, is refused by name', async () => {
      const place = await fresh()
      const { use } = await opened(place)
      await place.dotenv({ DEFAULT_TENANT_ID: 'nobody' })
      expect(await start(place.folder).ended).toMatchObject({ code: 2, complaint: expect.stringContaining('there is no tenant "nobody"') })
      await use((on) => suspendTenant(on, DEFAULT_TENANT_ID))
      await place.dotenv()
      expect(await start(place.folder).ended).toMatchObject({ code: 2, complaint: expect.stringContaining('suspended') })
    })

    test('input that ends is an end as /exit is, and the next start resumes', async () => {
      const { folder } = await fresh()
      const first = start(folder)
      const thread = threadOf(await first.greeting())
      await first.say('hello')
      expect(await first.hangUp()).toBe(0)
      const second = start(folder)
      expect(await second.greeting()).toContain(`${thread}\n🔄 RESUMED conversation\nLoaded 2 previous messages\n`)
      expect(await second.hangUp()).toBe(0)
    })

    test('a command line that is none is refused, with those that there are', async () => {
      const { folder } = await fresh()
      expect(await start(folder, ['migrat']).ended).toMatchObject({ code: 2, complaint: expect.stringContaining('tenant-chat migrate') })
    })
  }
})
