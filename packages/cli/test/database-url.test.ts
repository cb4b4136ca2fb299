// Owns: which driver reads a URL and which file it names.
// Must not know: drivers.

import { describe, expect, it } from 'vitest'
import { readDatabaseUrl } from '../src/database/database-url.ts'
import { maskedUrl, scrubbed, secretsOf } from '../src/text/mask.ts'

/** What was never meant as an address of ours, with the words for it. */
const NO_ADDRESSES = [
  [`"postgres://u:hunter2@127.0.0.1:1/db"`, 'quotation mark'],
  [`'mysql://u:hunter2@127.0.0.1:1/db'`, 'quotation mark'],
  ['"file:app.db"', 'quotation mark'],
  ['file:"app.db"', 'quotation mark'],
  ['postgres://u:hunter2@h/db"', 'quotation mark'],
  [' file:app.db', 'white space'],
  ['postgres://u:hunter2@h/db\r', 'white space'],
  ['u:hunter2@tcp(127.0.0.1:3306)/db', 'no `scheme://`'],
  ['user:hunter2@tcp(127.0.0.1:3306)/db', 'no `scheme://`'],
  ['user:hunt:er2/hunter2@unix(/run/mysqld.sock)/db', 'no `scheme://`'],
  ['postgres:u:hunter2@h/db', 'no `scheme://`'],
  ['postgres//u:hunter2@h/db', 'no `scheme://`'],
  ['host=localhost password=hunter2 dbname=x', 'key=value'],
  ["password='hunter2 hunter2' host = localhost", 'key=value'],
  ['mysql:host=localhost;dbname=x;password=hunter2', 'key=value'],
  ['Server=db;Database=x;User Id=u;Password=hunter2;', 'key=value'],
  ['=postgres://u:hunter2@h/db', 'a path with a URL in it'],
  ['file:postgres://u:hunter2@h/db', 'a path with a URL in it'],
  ['$DATABASE_URL', 'name of a variable'],
  ['${DATABASE_URL}', 'name of a variable'],
  ['${DB:-file:app.db}', 'name of a variable'],
  ['file:${HOME}/app.db', 'name of a variable'],
  ['%DATABASE_URL%', 'name of a variable'],
  ['{{ .Values.url }}', 'name of a variable'],
] as const

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
    ['sqlite:////var/app.db', 'better-sqlite3', '//var/app.db', '//var/app.db'],
    ['sqlite:///./app.db', 'better-sqlite3', '/home/me/app.db', '/home/me/app.db'],
    ['sqlite:///../app.db', 'better-sqlite3', '/home/app.db', '/home/app.db'],
    ['sqlite:///:memory:', 'better-sqlite3', ':memory:', undefined],
    ['sqlite+aiosqlite:///var/app.db', 'better-sqlite3', '/home/me/var/app.db', '/home/me/var/app.db'],
    ['sqlite+aiosqlite:////var/app.db', 'better-sqlite3', '/var/app.db', '/var/app.db'],
    ['sqlite+aiosqlite:///:memory:', 'better-sqlite3', ':memory:', undefined],
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
    expect(readDatabaseUrl(text, '/home/me', '--url')).toMatchObject({ driver, url, file })
  })

  it.each(NO_ADDRESSES)('%j was never meant as one: it is refused, without being repeated, and its secret is known', (text, words) => {
    const read = (): unknown => readDatabaseUrl(text, '/home/me', 'DATABASE_URL')
    expect(read).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', exitCode: 5, message: expect.stringContaining(words) as string }),
    )
    expect(read).not.toThrow(/hunter2|er2/)
    const said = `cannot use ${text}`
    expect(scrubbed(said, secretsOf(text))).not.toContain('hunter2')
    expect(maskedUrl(text)).not.toContain('hunter2')
  })

  it.each([
    ["it's.db", "/home/me/it's.db"],
    ['./host=1.db', '/home/me/host=1.db'],
    ['x/a@b.db', '/home/me/x/a@b.db'],
    ['file:a:b@c.db', '/home/me/a:b@c.db'],
    ['a=b.db', '/home/me/a=b.db'],
    ['my app.db', '/home/me/my app.db'],
  ])('%s is a file', (text, file) => {
    expect(readDatabaseUrl(text, '/home/me', '--url')).toMatchObject({ file })
  })

  it('of an unknown scheme is refused with the nearest one, and without its password', () => {
    const read = (): unknown => readDatabaseUrl('postgers://app:hunter2@db/app', '/', '--url')
    expect(read).toThrow(expect.objectContaining({ code: 'UNKNOWN_SCHEME', exitCode: 5, remedy: 'Did you mean `postgres:`?' }))
    expect(read).toThrow('No driver reads `postgers:`, the scheme of postgers://app:***@db/app.')
  })
})
