// Owns: which database is opened, and what comes into being because of it.

import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createClient } from '@libsql/client'
import { describe, expect, test } from 'vitest'
import { libsql } from '../src/index.ts'
import { locate } from '../src/location.ts'
import { scratchFolder } from './scratch.ts'
import { rejection, scratchFile, sessionOn } from './session.ts'

describe('reading', () => {
  test('makes no file, and finds an empty database', async () => {
    const file = scratchFile()
    const session = await sessionOn(`file:${file}`, 'read')
    expect((await session.run('SELECT count(*) AS n FROM sqlite_schema')).rows).toEqual([{ n: 0 }])
    await session.close()
    expect(readdirSync(dirname(file))).toEqual([])
  })

  // Its -wal and -shm may be left beside it, empty: the client lets go of a file when its statements are garbage collected.
  test('leaves a file in write-ahead logging byte for byte as it was', async () => {
    const file = scratchFile()
    const owner = createClient({ url: `file:${file}` })
    await owner.executeMultiple('PRAGMA journal_mode = WAL; CREATE TABLE t (a); PRAGMA wal_checkpoint(TRUNCATE)')
    owner.close()
    const before = readFileSync(file)
    const session = await sessionOn(file, 'read')
    expect((await session.run('SELECT name FROM sqlite_schema')).rows).toEqual([{ name: 't' }])
    await session.close()
    expect(readFileSync(file)).toEqual(before)
  })
})

describe('writing', () => {
  test('makes the file, whatever its name, and not its folder', async () => {
    const file = join(scratchFolder(), 'a b%20c?d#e ß.db')
    const session = await sessionOn(file)
    await session.run('CREATE TABLE t (a)')
    expect(readdirSync(dirname(file))).toEqual(['a b%20c?d#e ß.db'])
    const lost = join(dirname(file), 'nowhere', 'test.db')
    const error = await rejection(libsql(lost).open('write'))
    expect(error).toMatchObject({ reason: 'connection', code: 'SQLITE_CANTOPEN', outcome: 'not-applied', retryable: false })
    expect(error.message).toContain(lost)
    expect(existsSync(dirname(lost))).toBe(false)
  })
})

test('memory is one database for all sessions of a driver, and gone with it', async () => {
  const driver = libsql(':memory:')
  const [one, two] = await Promise.all([driver.open('write'), driver.open('read')])
  const transaction = await one.begin()
  await transaction.run('CREATE TABLE t (a)')
  expect(await rejection(two.run('SELECT 1'))).toMatchObject({ reason: 'lock-timeout', retryable: true })
  await transaction.commit()
  expect((await two.run('SELECT name FROM sqlite_schema')).rows).toEqual([{ name: 't' }])
  await driver.close()
  expect((await (await driver.open('read')).run('SELECT name FROM sqlite_schema')).rows).toEqual([])
  await driver.close()
})

test('a client that was handed in stays open', async () => {
  const client = createClient({ url: ':memory:' })
  const driver = libsql(client)
  await (await driver.open('write')).close()
  await driver.close()
  expect(client.closed).toBe(false)
  client.close()
  expect((await rejection(libsql(client).open('read'))).reason).toBe('connection')
})

describe('names', () => {
  test.each([
    ['/a/50%20.db', '/a/50%20.db'],
    ['file:///a/b%20c.db', '/a/b c.db'],
    ['file://localhost/a/b.db', '/a/b.db'],
    ['FILE:/a/b.db', '/a/b.db'],
    ['sqlite:///a/b.db', '/a/b.db'],
    ['b.db', join(process.cwd(), 'b.db')],
    ['file:b.db', join(process.cwd(), 'b.db')],
    ['sqlite://b.db', join(process.cwd(), 'b.db')],
  ])('%s', (source, path) => {
    expect(locate(source)).toEqual({ kind: 'file', path })
  })

  test.each([':memory:', 'sqlite::memory:', 'file::memory:'])('%s is in memory', (source) => {
    expect(locate(source)).toEqual({ kind: 'memory' })
  })

  test.each([
    ['libsql://db.example.com?authToken=t0ken', 'http', 't0ken'],
    ['https://db.example.com/path', 'http', undefined],
    ['http://127.0.0.1:8080', 'http', undefined],
    ['wss://db.example.com', 'ws', undefined],
    ['ws://127.0.0.1:8080?authToken=t0ken', 'ws', 't0ken'],
  ])('%s', (url, transport, authToken) => {
    expect(locate(url)).toEqual({ kind: 'server', url, transport, authToken })
  })

  test.each([
    '',
    'postgres://u:secret@h/d',
    'libsql://u:secret@h',
    'https://secret@h',
    'libsql://',
    'http://h:secret/',
    'file:secret.db?authToken=secret',
    'file://host/secret.db',
    'a\0secret',
    '"file:secret.db"',
    `'secret.db'`,
    'file:"secret.db"',
    '"libsql://h?authToken=secret"',
    'u:secret://h',
    'file:libsql://h?authToken=secret',
  ])('%j is refused without being repeated', (source) => {
    expect(() => libsql(source)).toThrow(/^Not the name of a libSQL database/)
    expect(() => libsql(source)).not.toThrow(/secret/)
  })
})

test('a cancelled open opens nothing', async () => {
  const file = scratchFile()
  expect((await rejection(libsql(file).open('write', AbortSignal.abort()))).outcome).toBe('not-applied')
  expect(existsSync(file)).toBe(false)
})

test('without the client package the error has the command that installs it', () => {
  const folder = scratchFolder()
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  cpSync(join(import.meta.dirname, '..', 'dist'), join(folder, 'dist'), { recursive: true })
  mkdirSync(join(folder, 'node_modules', '@godwit'), { recursive: true })
  symlinkSync(join(import.meta.dirname, '..', '..', 'core'), join(folder, 'node_modules', '@godwit', 'core'))
  const program = `
    import { libsql } from './dist/index.js'
    for (const url of ['a.db', 'http://127.0.0.1:1', 'ws://127.0.0.1:1']) {
      await libsql(url).open('write').catch(({ reason, code, message }) => console.log(JSON.stringify({ reason, code, message })))
    }`
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', program], { cwd: folder, encoding: 'utf8' })
  const message = 'The package @libsql/client is not installed. Install it with: npm install @libsql/client'
  const line = JSON.stringify({ reason: 'client', code: 'ERR_MODULE_NOT_FOUND', message })
  expect(printed).toBe(`${line}\n`.repeat(3))
})
