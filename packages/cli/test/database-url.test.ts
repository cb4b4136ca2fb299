// Owns: which driver reads a URL and which file it names.
// Must not know: drivers.

import { describe, expect, it } from 'vitest'
import { readDatabaseUrl } from '../src/database-url.ts'

describe('a database URL', () => {
  it.each([
    ['file:app.db', 'libsql', 'file:///home/me/app.db', '/home/me/app.db'],
    ['file:./data/app.db?x=1', 'libsql', 'file:///home/me/data/app.db?x=1', '/home/me/data/app.db'],
    ['file:/var/app.db', 'libsql', 'file:///var/app.db', '/var/app.db'],
    ['file:///var/my%20app.db', 'libsql', 'file:///var/my%20app.db', '/var/my app.db'],
    ['file::memory:', 'libsql', 'file::memory:', undefined],
    ['libsql://db.example', 'libsql', 'libsql://db.example', undefined],
    ['http://127.0.0.1:8080', 'libsql', 'http://127.0.0.1:8080', undefined],
    ['wss://db.example', 'libsql', 'wss://db.example', undefined],
    ['sqlite:app.db', 'better-sqlite3', '/home/me/app.db', '/home/me/app.db'],
    ['sqlite://app.db', 'better-sqlite3', '/home/me/app.db', '/home/me/app.db'],
    ['sqlite:///var/app.db', 'better-sqlite3', '/var/app.db', '/var/app.db'],
    ['sqlite+aiosqlite:///var/app.db', 'better-sqlite3', '/var/app.db', '/var/app.db'],
    ['app.db', 'better-sqlite3', '/home/me/app.db', '/home/me/app.db'],
    ['100%.db', 'better-sqlite3', '/home/me/100%.db', '/home/me/100%.db'],
    [':memory:', 'better-sqlite3', ':memory:', undefined],
    ['sqlite::memory:', 'better-sqlite3', ':memory:', undefined],
    ['postgres://db/app', 'pg', 'postgres://db/app', undefined],
    ['postgresql+asyncpg://db/app', 'pg', 'postgresql://db/app', undefined],
    ['POSTGRES://db/app', 'pg', 'postgres://db/app', undefined],
    ['mysql://db/app', 'mysql', 'mysql://db/app', undefined],
    ['mariadb://db/app', 'mysql', 'mariadb://db/app', undefined],
  ])('%s is read by %s', (text, driver, url, file) => {
    expect(readDatabaseUrl(text, '/home/me')).toMatchObject({ driver, url, file })
  })

  it('of an unknown scheme is refused with the nearest one, and without its password', () => {
    const read = (): unknown => readDatabaseUrl('postgers://app:hunter2@db/app', '/')
    expect(read).toThrow(expect.objectContaining({ code: 'UNKNOWN_SCHEME', exitCode: 5, remedy: 'Did you mean `postgres:`?' }))
    expect(read).toThrow('No driver reads `postgers:`, the scheme of postgers://app:***@db/app.')
  })
})
