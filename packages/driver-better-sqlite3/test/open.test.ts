// Owns: which file is opened, and what comes into being because of it.

import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import BetterSqlite3 from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { betterSqlite3 } from '../src/index.ts'
import { locate } from '../src/location.ts'
import { scratchFolder } from './scratch.ts'
import { rejection, scratchFile, sessionOn } from './session.ts'

describe('reading', () => {
  test('makes no file, and finds an empty database', async () => {
    const file = scratchFile()
    const session = await sessionOn(file, 'read')
    expect((await session.run('SELECT count(*) AS n FROM sqlite_schema')).rows).toEqual([{ n: 0 }])
    await session.close()
    expect(readdirSync(dirname(file))).toEqual([])
  })

  test('leaves no files of write-ahead logging behind', async () => {
    const file = scratchFile()
    const owner = new BetterSqlite3(file)
    owner.pragma('journal_mode = WAL')
    owner.exec('CREATE TABLE t (a)')
    owner.close()
    const session = await sessionOn(file, 'read')
    expect((await session.run('SELECT name FROM sqlite_schema')).rows).toEqual([{ name: 't' }])
    await session.close()
    expect(readdirSync(dirname(file))).toEqual(['test.db'])
  })
})

describe('writing', () => {
  test('makes the file, not its folder', async () => {
    const file = scratchFile()
    await (await sessionOn(file)).run('CREATE TABLE t (a)')
    expect(existsSync(file)).toBe(true)
    const lost = join(dirname(file), 'nowhere', 'test.db')
    const error = await rejection(betterSqlite3(lost).open('write'))
    expect(error).toMatchObject({ reason: 'connection', outcome: 'not-applied', retryable: false })
    expect(error.message).toContain(lost)
    expect(existsSync(dirname(lost))).toBe(false)
  })

  test('leaves the journal mode as it is', async () => {
    const session = await sessionOn(scratchFile())
    expect((await session.run('PRAGMA journal_mode')).rows).toEqual([{ journal_mode: 'delete' }])
  })
})

describe('names', () => {
  test.each([
    ['/a/b.db', '/a/b.db'],
    ['/a/50%20.db', '/a/50%20.db'],
    ['file:/a/b.db', '/a/b.db'],
    ['file:///a/b%20c.db', '/a/b c.db'],
    ['file://localhost/a/b.db', '/a/b.db'],
    ['FILE:/a/b.db', '/a/b.db'],
    ['sqlite:/a/b.db', '/a/b.db'],
    ['sqlite:///a/b.db', '/a/b.db'],
    ['b.db', join(process.cwd(), 'b.db')],
    ['file:b.db', join(process.cwd(), 'b.db')],
    ['sqlite:b.db', join(process.cwd(), 'b.db')],
    ['sqlite://b.db', join(process.cwd(), 'b.db')],
  ])('%s', (source, path) => {
    expect(locate(source)).toEqual({ kind: 'file', path })
  })

  test.each([':memory:', 'sqlite::memory:', 'file::memory:', 'sqlite://:memory:'])('%s is in memory', (source) => {
    expect(locate(source)).toEqual({ kind: 'memory' })
  })

  test.each([
    '',
    'sqlite:',
    'postgres://u:secret@h/d',
    'file://host/a.db',
    'file:a.db?mode=ro',
    'sqlite:a%zz',
    'a\0b',
    '"file:a.db"',
    `'a.db'`,
    'sqlite:"a.db"',
    '"postgres://u:secret@h/d"',
    'u:secret://h',
    'sqlite:postgres://u:secret@h/d',
  ])('%j is refused', (source) => {
    expect(() => betterSqlite3(source)).toThrow(/^Not the name of an SQLite database/)
    expect(() => betterSqlite3(source)).not.toThrow(/secret/)
  })
})

test('a cancelled open opens nothing', async () => {
  const file = scratchFile()
  expect((await rejection(betterSqlite3(file).open('write', AbortSignal.abort()))).outcome).toBe('not-applied')
  expect(existsSync(file)).toBe(false)
})

test('without the client package the error has the command that installs it', async () => {
  const folder = scratchFolder()
  const here = dirname(fileURLToPath(import.meta.url))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  cpSync(join(here, '..', 'dist'), join(folder, 'dist'), { recursive: true })
  mkdirSync(join(folder, 'node_modules', '@godwit'), { recursive: true })
  symlinkSync(join(here, '..', '..', 'core'), join(folder, 'node_modules', '@godwit', 'core'))
  const program = `
    import { betterSqlite3 } from './dist/index.js'
    await betterSqlite3('a.db').open('write').catch(({ reason, code, message }) => console.log(JSON.stringify({ reason, code, message })))`
  // Package managers put their whole store into NODE_PATH for what they start.
  const env = { ...process.env, NODE_PATH: '' }
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', program], { cwd: folder, encoding: 'utf8', env })
  expect(JSON.parse(printed)).toEqual({
    reason: 'client',
    code: 'MODULE_NOT_FOUND',
    message: 'The package better-sqlite3 is not installed. Install it with: npm install better-sqlite3',
  })
})
