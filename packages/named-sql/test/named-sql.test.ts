// Owns: finding a query by its path, in texts and in a folder.
// Must not know: how a text is read.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readNamedSql } from '../src/directory.ts'
import { isNamedSqlError, namedSql, NamedSqlError } from '../src/index.ts'

const chat = '-- name: get_history\nSELECT 1;\n-- name: delete_all\nDELETE FROM t;'
const sessions = '-- name: get_history\nSELECT 2'

/** A folder with these files, gone when the test is over. */
function folderOf(files: { readonly [name: string]: string | Uint8Array }): string {
  const folder = mkdtempSync(join(tmpdir(), 'godwit-named-sql-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

describe('in texts', () => {
  const sql = namedSql({ chat, sessions }, 'sqlite')

  test('a path is a file and a query in it', () => {
    expect(sql('chat.get_history')).toBe('SELECT 1')
    expect(sql('sessions.get_history')).toBe('SELECT 2')
    expect(sql.paths).toEqual(['chat.get_history', 'chat.delete_all', 'sessions.get_history'])
  })

  test.each([
    ['chat.get_histroy', 'There is no query chat.get_histroy. Did you mean get_history? chat has get_history, delete_all.'],
    ['chat.unknown', 'There is no query chat.unknown. chat has get_history, delete_all.'],
    ['sessions.delete_all', 'There is no query sessions.delete_all. sessions has get_history.'],
    ['chats.get_history', 'There are no queries named chats.…. Did you mean chat? There are chat, sessions.'],
    ['constructor.name', 'There are no queries named constructor.…. There are chat, sessions.'],
    ['chat.toString', 'There is no query chat.toString. chat has get_history, delete_all.'],
    ...['chat', 'get_history', '', '.', 'chat.', '.get_history', 'chat.get_history.x'].map((path) => [
      path,
      `${JSON.stringify(path)} is not a path to a query: that is file.query, as in chat.get_history`,
    ]),
  ])('of %s is said what there is', (path = '', message = '') => {
    expect(() => sql(path)).toThrow(new NamedSqlError(message))
  })

  test('a mistake in any text is found at once, with its place', () => {
    expect(() => namedSql({ chat, memories: '-- name: a\nSELECT 1; SELECT 2' }, 'sqlite')).toThrow(
      'memories:2: a second statement in the query a; give it a name of its own',
    )
    expect(() => namedSql({ 'a.b': chat }, 'sqlite')).toThrow('a.b: "a.b" is not a name')
  })

  test('without any text there is nothing, and it says so', () => {
    expect(() => namedSql({}, 'sqlite')('chat.a')).toThrow('There are no queries named chat.…. There are none.')
  })
})

describe('in a folder', () => {
  test('each .sql file is read, other files and folders are not', () => {
    const folder = folderOf({ 'chat.sql': `\uFEFF${chat}`, 'sessions.sql': sessions, 'schema.sql': 'CREATE TABLE t (a);', 'notes.md': 'x' })
    mkdirSync(join(folder, 'old.sql'))
    const sql = readNamedSql(folder, { dialect: 'sqlite', except: ['schema.sql'] })
    expect(sql.paths).toEqual(['chat.get_history', 'chat.delete_all', 'sessions.get_history'])
    expect(sql('sessions.get_history')).toBe('SELECT 2')
  })

  test('what has changed is there when it is read again, and not before', () => {
    const folder = folderOf({ 'chat.sql': chat })
    const before = readNamedSql(folder, { dialect: 'sqlite' })
    writeFileSync(join(folder, 'chat.sql'), '-- name: get_history\nSELECT 3')
    expect(before('chat.get_history')).toBe('SELECT 1')
    expect(readNamedSql(folder, { dialect: 'sqlite' })('chat.get_history')).toBe('SELECT 3')
  })

  test('a mistake is told with the file and the line', () => {
    const folder = folderOf({ 'chat.sql': chat, 'schema.sql': '\n\nCREATE TABLE t (a);' })
    expect(() => readNamedSql(folder, { dialect: 'sqlite' })).toThrow(`${join(folder, 'schema.sql')}:3: this stands before the first name`)
  })

  test('a folder that is not there, a file in its place, one without files, a missing exception and bytes that are no text are refused', () => {
    const folder = folderOf({ 'chat.sql': chat })
    const read =
      (path: string, except: readonly string[] = []) =>
      (): unknown =>
        readNamedSql(path, { dialect: 'sqlite', except })
    expect(read(join(folder, 'nowhere'))).toThrow(new NamedSqlError(`${join(folder, 'nowhere')}: it does not exist`))
    expect(read(join(folder, 'chat.sql'))).toThrow(`${join(folder, 'chat.sql')}: it is a file; give the folder that the queries are in`)
    expect(read(folder, ['chat.sql'])).toThrow(`${folder}: there is no .sql file in it`)
    expect(read(folder, ['schema.sql'])).toThrow(`${folder}: there is no file schema.sql to leave out`)
    writeFileSync(join(folder, 'latin.sql'), new Uint8Array([0x2d, 0x2d, 0xe4]))
    expect(read(folder)).toThrow(`${join(folder, 'latin.sql')}: it is not UTF-8`)
  })

  test('a refusal is known for what it is', () => {
    try {
      readNamedSql('/nowhere/at/all', { dialect: 'sqlite' })
      expect.unreachable()
    } catch (error) {
      expect(isNamedSqlError(error)).toBe(true)
      expect(isNamedSqlError(new Error('x'))).toBe(false)
    }
  })
})
