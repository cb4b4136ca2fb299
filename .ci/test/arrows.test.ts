// Owns: the proof that each arrow is held: one seeded fault per row, and the same code without it.
// Must not know: the packages of this repository.

import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { rules, violations } from '../arrows/rules.mjs'
import { sourceFiles } from '../arrows/source-files.mjs'

const HEAD = '// Owns: a thing.\n// Must not know: another.\n\n'
const CORE_INDEX =
  "export type { Line } from './model/line.ts'\nexport { code } from './model/script.ts'\nexport { up } from './shell/up.ts'\n"

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'godwit-arrows-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function put(path: string, text: string): void {
  const file = join(root, 'packages', path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

function broken(path: string, body: string): readonly string[] {
  put('core/src/index.ts', HEAD + CORE_INDEX)
  put(path, HEAD + body)
  return violations(sourceFiles(root)).map(({ rule, path: where, line }) => `${rule} ${where}:${line}`)
}

const faults: readonly (readonly [rule: string, what: string, path: string, body: string])[] = [
  ['layers', 'the model imports the pure part', 'core/src/model/a.ts', "import { b } from '../pure/b.ts'\nexport const a = b\n"],
  ['layers', 'the model imports a type of the shell', 'core/src/model/a.ts', "import type { B } from '../shell/b.ts'\nexport type A = B\n"],
  ['layers', 'the pure part imports a dialect', 'core/src/pure/a.ts', "export { sqlite } from '../dialect/sqlite.ts'\n"],
  ['layers', 'the pure part names a type of a dialect inline', 'core/src/pure/a.ts', "export type A = import('../dialect/a.ts').A\n"],
  ['layers', 'a dialect imports the pure part', 'core/src/dialect/a.ts', "import { b } from '../pure/b.ts'\nexport const a = b\n"],
  ['layers', 'the shell imports the index', 'core/src/shell/a.ts', "export { code } from '../index.ts'\n"],
  ['layers', 'the index reaches the file system', 'core/src/driver.ts', "export { directory } from './source/directory.ts'\n"],
  ['layers', 'a new folder appears beside the parts', 'core/src/misplaced/a.ts', 'export const a = 1\n'],
  ['rooms', 'the lexing looks at plans', 'core/src/pure/lexing/a.ts', "export type { B } from '../planning/b.ts'\n"],
  ['rooms', 'a step asks the run that it is of', 'core/src/shell/step/a.ts', "export { b } from '../run/b.ts'\n"],
  ['rooms', 'a pure file stands in no room', 'core/src/pure/a.ts', 'export const a = 1\n'],
  ['rooms', 'a room is opened that nobody has planned', 'core/src/shell/attic/a.ts', 'export const a = 1\n'],
  ['outside', 'a package reads the source of another', 'cli/src/a.ts', "export { code } from '../../core/src/index.ts'\n"],
  ['outside', 'a file is imported without its extension', 'cli/src/a.ts', "export { b } from './b'\n"],
  [
    'core-alone',
    'the shell imports node:crypto',
    'core/src/shell/a.ts',
    "import { createHash } from 'node:crypto'\nexport const a = createHash\n",
  ],
  ['core-alone', 'the pure part loads node:fs when asked', 'core/src/pure/a.ts', "export const a = (): unknown => import('node:fs')\n"],
  [
    'core-alone',
    'the shell imports a client',
    'core/src/shell/a.ts',
    "import type { Client } from '@libsql/client'\nexport type A = Client\n",
  ],
  ['core-alone', 'a specifier is computed', 'core/src/shell/a.ts', 'export const a = (name: string): unknown => import(name)\n'],
  ['packages', 'a driver imports all of core', 'driver-pg/src/a.ts', "import { code } from '@godwit/core'\nexport const a = code\n"],
  [
    'packages',
    'a driver imports another driver',
    'driver-pg/src/a.ts',
    "import type { A } from '@godwit/driver-libsql'\nexport type B = A\n",
  ],
  [
    'packages',
    'the driver that lends loads another one with itself',
    'driver-typeorm/src/a.ts',
    "import { pg } from '@godwit/driver-pg'\nexport const a = pg\n",
  ],
  [
    'packages',
    'the agents import a driver',
    'schema-agents/src/a.ts',
    "import { libsql } from '@godwit/driver-libsql'\nexport const a = libsql\n",
  ],
  [
    'packages',
    'the command line loads a driver with itself',
    'cli/src/a.ts',
    "import { libsql } from '@godwit/driver-libsql'\nexport const a = libsql\n",
  ],
  ['packages', 'the bench imports the command line', 'bench/src/a.ts', "import { main } from '@godwit/cli'\nexport const a = main\n"],
  ['packages', 'core imports a driver', 'core/src/shell/a.ts', "export const a = (): unknown => import('@godwit/driver-libsql')\n"],
  ['clients', 'a driver loads its client with itself', 'driver-pg/src/a.ts', "import { Pool } from 'pg'\nexport const a = Pool\n"],
  ['clients', 'a driver imports its client for the effect', 'driver-pg/src/a.ts', "import 'pg'\n"],
  ['model-only', 'the agents run something', 'schema-agents/src/a.ts', "import { up } from '@godwit/core'\nexport const a = up\n"],
  ['model-only', 'the agents import everything', 'schema-agents/src/a.ts', "import * as core from '@godwit/core'\nexport const a = core\n"],
  ['pure', 'a function is async', 'core/src/pure/a.ts', 'export async function a(): ReturnType<typeof b> {}\n'],
  ['pure', 'an arrow is async', 'core/src/pure/a.ts', 'export const a = async () => 1\n'],
  ['pure', 'a loop waits', 'core/src/pure/a.ts', 'for await (const a of b) a\n'],
  ['pure', 'a type is a promise', 'core/src/pure/a.ts', 'export type A = Promise<number>\n'],
  ['pure', 'the clock is read', 'core/src/pure/a.ts', 'export const a = new Date()\n'],
  ['pure', 'the environment is read', 'core/src/pure/a.ts', 'export const a = process.env\n'],
  ['pure', 'something is printed', 'core/src/pure/a.ts', 'console.warn(1)\n'],
  ['pure', 'a global is reached by its name in brackets', 'core/src/pure/a.ts', "export const a = globalThis['Date']\n"],
  ['pure', 'chance decides', 'core/src/pure/a.ts', 'export const a = Math.random()\n'],
  ['pure', 'a dialect asks the clock', 'core/src/dialect/a.ts', 'export const a = (): number => Date.now()\n'],
  ['no-sql', 'a statement in capitals', 'cli/src/a.ts', "export const a = 'then SELECT id FROM migrations'\n"],
  ['no-sql', 'a statement in small letters', 'cli/src/a.ts', 'export const a = `\n  delete from migrations where id = ${1}`\n'],
  ['no-sql', 'a pragma', 'cli/src/a.ts', "export const a = 'PRAGMA integrity_check'\n"],
  ['classes', 'a class that is no error', 'core/src/shell/a.ts', 'export class Runner {}\n'],
  ['names', 'a file of odds and ends', 'core/src/shell/utils.ts', 'export const a = 1\n'],
  ['length', 'a file of 251 lines', 'core/src/shell/a.ts', 'export {}\n'.repeat(248)],
]

const allowed: readonly (readonly [what: string, path: string, body: string])[] = [
  [
    'the shell imports every part',
    'core/src/shell/a.ts',
    "export { a } from '../pure/a.ts'\nexport { b } from '../dialect/b.ts'\nexport type { C } from '../model/c.ts'\n",
  ],
  ['a part of the runtime hashes', 'core/src/runtime/a.ts', "export { sha256 } from '@noble/hashes/sha2.js'\n"],
  ['the pure part asks the runtime', 'core/src/pure/line/a.ts', "export { sha256 } from '../../runtime/sha256.ts'\n"],
  ['plans are made from a history', 'core/src/pure/planning/a.ts', "export { b } from '../journal/b.ts'\nexport { c } from './c.ts'\n"],
  [
    'the pure part has a property with the name of a global',
    'core/src/pure/line/a.ts',
    'export const a = (row: { Date: 1 }): number => row.Date\n',
  ],
  [
    'the directory reads files and loads modules',
    'core/src/source/directory.ts',
    "export { readdir } from 'node:fs/promises'\nexport { split } from '../pure/split.ts'\nexport const load = (path: string): unknown => import(path)\n",
  ],
  [
    'a driver imports its seam, and its client as a type and when asked',
    'driver-pg/src/a.ts',
    "import { DriverError } from '@godwit/core/driver'\nimport type { Pool } from 'pg'\nexport const a = (): unknown => import('pg')\nexport type A = Pool | typeof DriverError\n",
  ],
  [
    'the agents import what the model exports',
    'schema-agents/src/a.ts',
    "import { code, type Line } from '@godwit/core'\nexport const a = code\nexport type A = Line\n",
  ],
  [
    'the driver that lends loads another one when asked',
    'driver-typeorm/src/a.ts',
    "import type { Pool } from '@godwit/driver-pg'\nexport const a = (): unknown => import('@godwit/driver-pg')\nexport type A = Pool\n",
  ],
  ['the command line loads a driver when asked', 'cli/src/a.ts', "export const a = (): unknown => import('@godwit/driver-libsql')\n"],
  [
    'the command line speaks English',
    'cli/src/a.ts',
    "export const a = ['Select one from the list, then create it.', 'please update the file, or drop tables by hand', 'a table']\n",
  ],
  ['a template of the command line is SQL', 'cli/src/templates/a.ts', "export const a = 'CREATE TABLE notes (id INTEGER)'\n"],
  ['an error is a class', 'core/src/model/a.ts', 'export class LateError extends Error {}\n'],
  ['a file of 250 lines', 'core/src/shell/a.ts', 'export {}\n'.repeat(247)],
]

describe('the arrows', () => {
  test.each(faults)('%s: refused where %s', (rule, _what, path, body) => {
    expect(broken(path, body)).toContainEqual(expect.stringMatching(new RegExp(`^${rule} packages/${path}:\\d+$`)))
  })

  test.each(allowed)('quiet where %s', (_what, path, body) => {
    expect(broken(path, body)).toEqual([])
  })

  test('header: refused where a file does not say what it owns', () => {
    put('core/src/shell/a.ts', 'export const a = 1\n')
    expect(violations(sourceFiles(root))).toEqual([
      { rule: 'header', path: 'packages/core/src/shell/a.ts', line: 1, message: 'does not begin with "// Owns: …"' },
    ])
  })

  test('header: refused where a file does not say what it must not know', () => {
    put('core/src/shell/a.ts', '// Owns: a thing.\nexport const a = 1\n')
    expect(violations(sourceFiles(root)).map(({ rule }) => rule)).toEqual(['header'])
  })

  test('header: a file that only hands on says for whom', () => {
    put('core/src/index.ts', CORE_INDEX)
    expect(violations(sourceFiles(root)).map(({ rule }) => rule)).toEqual(['header'])
    put('core/src/index.ts', `// The public surface.\n\n${CORE_INDEX}`)
    expect(violations(sourceFiles(root))).toEqual([])
    put('core/src/index.ts', `// The public surface.\n\n${CORE_INDEX}export const more = 1\n`)
    expect(violations(sourceFiles(root)).map(({ rule }) => rule)).toEqual(['header'])
  })

  test('every rule has a fault that shows it', () => {
    expect([...new Set([...faults.map(([rule]) => rule), 'header'])].toSorted()).toEqual(Object.keys(rules).toSorted())
  })

  test('name the line of the fault', () => {
    expect(broken('core/src/model/a.ts', "\n\nexport { b } from '../pure/b.ts'\n")).toEqual(['layers packages/core/src/model/a.ts:6'])
  })

  test('refuse a file that cannot be read as TypeScript', () => {
    put('core/src/shell/a.ts', `${HEAD}export const = 1\n`)
    expect(() => sourceFiles(root)).toThrow('packages/core/src/shell/a.ts')
  })

  test('fail the build', () => {
    put('core/src/model/a.ts', `${HEAD}export { b } from '../pure/b.ts'\n`)
    const run = (): { status: number | null; stdout: string } =>
      spawnSync('node', [join(import.meta.dirname, '../arrows.mjs'), root], { encoding: 'utf8' })
    expect(run()).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('packages/core/src/model/a.ts:4  layers: model may not import pure'),
    })
    put('core/src/model/a.ts', `${HEAD}export const a = 1\n`)
    expect(run()).toMatchObject({ status: 0 })
  })
})
