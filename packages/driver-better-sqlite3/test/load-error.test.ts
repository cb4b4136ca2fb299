// Owns: what Node and better-sqlite3 say where the client cannot be loaded, as it was recorded, and that it is no error of a database.

import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import type { ClientState } from '@godwit/core/driver'
import { constructError, requireError } from '../src/load-error.ts'
import { scratchFolder } from './scratch.ts'

function thrown(code: string | undefined, message: string): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code })
}

const OTHER_NODE = `The module '/app/node_modules/better-sqlite3/build/Release/better_sqlite3.node'
was compiled against a different Node.js version using
NODE_MODULE_VERSION 115. This version of Node.js requires
NODE_MODULE_VERSION 127. Please try re-compiling or re-installing
the module (for instance, using \`npm rebuild\` or \`npm install\`).`

describe('a client that cannot be loaded', () => {
  test.each<[name: string, code: string | undefined, words: string, state: ClientState]>([
    ['version 12, built for another Node', 'ERR_DLOPEN_FAILED', OTHER_NODE, 'not built'],
    [
      'version 12, half written',
      'ERR_DLOPEN_FAILED',
      '/app/node_modules/better-sqlite3/build/Release/better_sqlite3.node: file too short',
      'not built',
    ],
    [
      'version 12, without its install script',
      undefined,
      'Could not locate the bindings file. Tried:\n → /app/node_modules/better-sqlite3/build/better_sqlite3.node',
      'not built',
    ],
    [
      'version 13, of another platform',
      'ERR_DLOPEN_FAILED',
      '/app/node_modules/better-sqlite3/prebuilds/linux-x64.node: file too short',
      'not for this platform',
    ],
    [
      'version 13, on a platform that it has nothing for',
      'MODULE_NOT_FOUND',
      "Cannot find module '/app/node_modules/better-sqlite3/build/Release/better_sqlite3.node'\nRequire stack:\n- /app/node_modules/better-sqlite3/lib/binding.js",
      'not for this platform',
    ],
    [
      'without a package that it needs',
      'MODULE_NOT_FOUND',
      "Cannot find module 'bindings'\nRequire stack:\n- /app/node_modules/better-sqlite3/lib/database.js",
      'broken',
    ],
  ])('%s', (_, code, words, state) => {
    const error = thrown(code, words)
    expect(constructError(error)).toMatchObject({ reason: 'client', outcome: 'not-applied', code, client: { state }, cause: error })
    expect(requireError(error)).toMatchObject({ reason: 'client', client: { state } })
  })

  test('is none where the database is what refuses', () => {
    expect(constructError(new BetterSqlite3.SqliteError('unable to open database file', 'SQLITE_CANTOPEN'))).toBeUndefined()
    expect(constructError(new TypeError('Cannot open database because the directory does not exist'))).toBeUndefined()
  })
})

test('a native part that Node refuses is told by the driver, and no file comes into being', () => {
  const folder = scratchFolder()
  const client = realpathSync(join(import.meta.dirname, '../node_modules/better-sqlite3'))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  cpSync(join(import.meta.dirname, '../dist'), join(folder, 'dist'), { recursive: true })
  mkdirSync(join(folder, 'node_modules/@godwit'), { recursive: true })
  symlinkSync(join(import.meta.dirname, '../../core'), join(folder, 'node_modules/@godwit/core'))
  symlinkSync(join(client, '../bindings'), join(folder, 'node_modules/bindings'))
  for (const part of ['package.json', 'lib'])
    cpSync(join(client, part), join(folder, 'node_modules/better-sqlite3', part), { recursive: true })
  mkdirSync(join(folder, 'node_modules/better-sqlite3/build/Release'), { recursive: true })
  writeFileSync(join(folder, 'node_modules/better-sqlite3/build/Release/better_sqlite3.node'), 'this is no shared library')
  const program = `
    import { betterSqlite3 } from './dist/index.js'
    await betterSqlite3('a.db').open('write').catch(({ reason, code, client }) => console.log(JSON.stringify({ reason, code, state: client.state })))`
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', program], { cwd: folder, encoding: 'utf8' })
  expect(JSON.parse(printed)).toEqual({ reason: 'client', code: 'ERR_DLOPEN_FAILED', state: 'not built' })
  expect(readdirSync(folder)).not.toContain('a.db')
})
