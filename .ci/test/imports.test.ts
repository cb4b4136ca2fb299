// Owns: the proof that the engine is alone: no module of Node, no client, no driver comes with it.
// Must not know: what the engine does.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const folder = join(import.meta.dirname, '..')

/** What a runtime without Node would not have. Taken away before the import. */
const WITHOUT_NODE = "for (const name of ['process', 'Buffer', 'require', 'setImmediate']) delete globalThis[name]\n"

interface Loaded {
  readonly status: number | null
  readonly exports: readonly string[]
  readonly modules: readonly string[]
}

function load(specifier: string, before = ''): Loaded {
  const program = `const log = console.log\n${before}const found = await import(${JSON.stringify(specifier)})\nlog(JSON.stringify(Object.keys(found)))\n`
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', join(folder, 'imports/record.mjs'), '--input-type=module', '--eval', program],
    { cwd: folder, encoding: 'utf8' },
  )
  const lines = stderr.split('\n').filter((line) => /^(?:file|node|data):/.test(line))
  expect(stderr.split('\n').filter((line) => line !== '' && !lines.includes(line))).toEqual([])
  return { status, exports: JSON.parse(stdout) as string[], modules: lines.filter((url) => !url.endsWith('/.ci/imports/record.mjs')) }
}

/** The packages that modules belong to, `node:…` as it is. */
function owners(modules: readonly string[]): readonly string[] {
  const names = modules.map((url) => {
    const inner = url.slice(url.lastIndexOf('/node_modules/') + '/node_modules/'.length)
    if (url.includes('/node_modules/'))
      return inner
        .split('/')
        .slice(0, inner.startsWith('@') ? 2 : 1)
        .join('/')
    return /\/packages\/([^/]+)\/dist\//.exec(url)?.[1] ?? url
  })
  return [...new Set(names)].toSorted()
}

describe('the engine', () => {
  test.each(['@godwit/core', '@godwit/core/driver'])('%s loads where nothing of Node is there', (specifier) => {
    const { status, exports, modules } = load(specifier, WITHOUT_NODE)
    expect(status).toBe(0)
    expect(exports.length).toBeGreaterThan(0)
    expect(modules.length).toBeGreaterThan(1)
    expect(owners(modules).filter((name) => name !== 'core' && name !== '@noble/hashes')).toEqual([])
  })

  test.each(['driver-better-sqlite3', 'driver-libsql'])('%s brings no client until it is asked for a session', (name) => {
    const { status, modules } = load(`@godwit/${name}`)
    expect(status).toBe(0)
    expect(owners(modules).filter((owner) => !owner.startsWith('node:') && owner !== '@noble/hashes')).toEqual(['core', name])
  })

  test('schema-agents bring the engine and nothing else', () => {
    const { status, modules } = load('@godwit/schema-agents', WITHOUT_NODE)
    expect(status).toBe(0)
    expect(owners(modules).filter((name) => !['core', '@noble/hashes', 'schema-agents'].includes(name))).toEqual([])
  })
})

describe('the record', () => {
  let seeded: string

  beforeAll(() => {
    seeded = mkdtempSync(join(tmpdir(), 'godwit-imports-'))
    writeFileSync(join(seeded, 'inner.mjs'), "import 'node:fs'\nexport const inner = 1\n")
    writeFileSync(join(seeded, 'outer.mjs'), "import './inner.mjs'\nimport 'os'\nexport const outer = 1\n")
  })
  afterAll(() => rmSync(seeded, { recursive: true, force: true }))

  test('shows modules of Node, however they are asked for and however deep', () => {
    const { modules } = load(join(seeded, 'outer.mjs'))
    expect(owners(modules)).toEqual(expect.arrayContaining(['node:fs', 'node:os']))
  })
})
