// Owns: which file or server a database URL names.
// Must not know: what is done with it.

import { expect, test } from 'vitest'
import { readAddress } from '../src/address.ts'

test.each([
  ['file:data/x.db', 'libsql', '/project/data/x.db'],
  ['data/x.db', 'libsql', '/project/data/x.db'],
  ['sqlite:data/x.db', 'better-sqlite3', '/project/data/x.db'],
  ['sqlite:///srv/x.db', 'better-sqlite3', '/srv/x.db'],
  ['sqlite:////srv/x.db', 'better-sqlite3', '/srv/x.db'],
  ['sqlite+aiosqlite:///data/x.db', 'better-sqlite3', '/project/data/x.db'],
  ['sqlite+aiosqlite:////srv/x.db', 'better-sqlite3', '/srv/x.db'],
])('%s is a file for %s, %s', (url, client, path) => {
  expect(readAddress(url, '/project')).toEqual({ kind: 'file', client, path })
})

test.each([
  ['postgresql+asyncpg://u@h/x', 'pg'],
  ['mysql+aiomysql://u@h/x', 'mysql'],
  ['libsql://h', 'libsql'],
])('%s is a server for %s, which reads it as it is', (url, client) => {
  expect(readAddress(url, '/project')).toEqual({ kind: 'server', client, url })
})

test.each(['sqlite:', 'file:', 'sqlite::memory:', 'sqlite+aiosqlite:///:memory:', 'sqlite+aiosqlite://', 'sqlite:x.db?mode=ro'])(
  '%s names no file that a component could have to itself, and is refused',
  (url) => {
    expect(() => readAddress(url, '/project')).toThrow(/names no file|takes no query/)
  },
)
