// Owns: what is said where pg, or something that it needs, is not there.

import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

/** What the built driver says in a folder that has core and these files. */
function refusalIn(files: Readonly<Record<string, string>>): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'godwit-pg-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  cpSync(join(import.meta.dirname, '..', 'dist'), join(folder, 'dist'), { recursive: true })
  for (const path of ['node_modules/@godwit', 'node_modules/pg/lib']) mkdirSync(join(folder, path), { recursive: true })
  symlinkSync(join(import.meta.dirname, '..', '..', 'core'), join(folder, 'node_modules', '@godwit', 'core'))
  for (const [path, text] of Object.entries({ 'package.json': '{"type":"module"}', ...files })) writeFileSync(join(folder, path), text)
  const program = `
    import { pg } from './dist/index.js'
    await pg('postgres://127.0.0.1:1/d').open('write').catch(({ reason, code, client }) => console.log(JSON.stringify({ reason, code, what: client.what })))`
  // The runner names its own packages there.
  const env = { ...process.env, NODE_PATH: '' }
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--eval', program], { cwd: folder, encoding: 'utf8', env }))
}

test('a client that is not installed is named, and not called a database that cannot be reached', () => {
  expect(refusalIn({})).toEqual({ reason: 'client', code: 'MODULE_NOT_FOUND', what: 'The package pg is not installed.' })
})

test('a package that the client needs is not taken for the client', () => {
  const files = { 'node_modules/pg/package.json': '{}', 'node_modules/pg/lib/client.js': "require('pg-protocol')" }
  expect(refusalIn(files)).toEqual({
    reason: 'client',
    code: 'MODULE_NOT_FOUND',
    what: expect.stringMatching(
      /^The package pg is installed, and cannot be loaded: Cannot find module 'pg-protocol' .*client\.js\.$/,
    ) as string,
  })
})
