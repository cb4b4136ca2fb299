// Owns: that every document of --json is the only thing on stdout and keeps to the published schema.
// Must not know: what people read.

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cleanDocument } from '../src/page/clean-document.ts'
import { type Document, documentOf, schema, validate } from './document.ts'
import { folderWith, migrate, TWO, write } from './spawned.ts'

const url = ['--url', 'sqlite:app.db'] as const

describe('with --json', () => {
  it('a life of a database is a document for each command', async () => {
    const folder = folderWith(TWO)
    const steps = [
      [['plan', ...url], 0, { kind: 'plans', plans: [{ outcome: 'planned', steps: [{ id: '0001_users' }, { id: '0002_posts' }] }] }],
      [['up', '--dry-run', ...url], 0, { kind: 'plans' }],
      [['status', ...url], 0, { kind: 'status', lines: [{ current: null }] }],
      [['status', '--check', ...url], 2, { kind: 'status' }],
      [
        ['up', ...url],
        0,
        { kind: 'runs', runs: [{ line: 'app', direction: 'up', outcome: 'migrated', steps: [{ transaction: 'committed' }, {}] }] },
      ],
      [['up', ...url], 0, { kind: 'runs', runs: [{ outcome: 'up-to-date' }] }],
      [['status', '--check', ...url], 0, { kind: 'status', lines: [{ current: '0002_posts' }] }],
      [['validate', ...url], 0, { kind: 'validation', lines: [{ isValid: true }] }],
      [['down', ...url], 2, { kind: 'error', error: { code: 'CONFIRMATION_NEEDED' } }],
      [
        ['down', '--dry-run', ...url],
        0,
        { kind: 'plans', plans: [{ direction: 'down', steps: [{ id: '0002_posts', statements: ['DROP TABLE posts'] }] }] },
      ],
      [['redo', '--yes', ...url], 0, { kind: 'runs', runs: [{ direction: 'down' }, { direction: 'up', outcome: 'migrated' }] }],
      [['down', '--yes', '--to', 'nothing', ...url], 0, { kind: 'runs', runs: [{ direction: 'down', outcome: 'migrated' }] }],
      [['baseline', '--yes', '--to', '0001_users', ...url], 0, { kind: 'runs', runs: [{ steps: [{ kind: 'record', id: '0001_users' }] }] }],
      [['doctor', ...url], 0, { kind: 'checks' }],
      [['wait', ...url], 0, { kind: 'answered', attempts: 1 }],
      [['new', 'tags', ...url], 0, { kind: 'files', files: [{ path: join('migrations', '0003_tags.sql'), state: 'created' }] }],
      [['init'], 0, { kind: 'files', files: [{ state: 'created' }, { path: 'migrations', state: 'kept' }] }],
      [['--help'], 0, { kind: 'text' }],
      [['--version'], 0, { kind: 'text' }],
    ] as const
    for (const [args, exitCode, result] of steps) {
      // One after the other: each finds what the one before it left.
      expect({ args, ...(await documentOf(folder, ...args)) }).toMatchObject({ args, version: 1, exitCode, result })
    }
  })

  it('what goes wrong is a document too', async () => {
    const folder = folderWith({
      ...TWO,
      'migrations/0003_bad.sql': 'INSERT INTO nowhere VALUES (1);',
      'migrations/0004_later.sql': 'SELECT 1;',
    })
    expect(await documentOf(folder, 'up', ...url)).toMatchObject({
      exitCode: 1,
      database: { driver: 'better-sqlite3', url: 'app.db' },
      result: {
        runs: [
          {
            outcome: 'failed',
            error: { code: 'MIGRATION_FAILED', details: { place: { file: 'migrations/0003_bad.sql', line: 1, column: 1 } } },
            failed: { id: '0003_bad', transaction: 'rolled back' },
            done: [{ id: '0001_users' }, { id: '0002_posts' }],
            left: ['0004_later'],
          },
        ],
      },
    })
    rmSync(join(folder, 'migrations/0002_posts.sql'))
    expect(await documentOf(folder, 'up', ...url)).toMatchObject({
      exitCode: 2,
      result: { runs: [{ outcome: 'blocked', problems: [{ code: 'UNKNOWN_APPLIED' }] }] },
    })
    expect(await documentOf(folder, 'plan', ...url)).toMatchObject({ exitCode: 2, result: { plans: [{ outcome: 'blocked' }] } })
    expect(await documentOf(folder, 'validate', ...url)).toMatchObject({ exitCode: 2, result: { lines: [{ isValid: false }] } })
    expect(await documentOf(folder, 'doctor', ...url)).toMatchObject({ exitCode: 2, result: { kind: 'checks' } })
    write(folder, { 'migrations/0005_empty.sql': '-- migrate:up\n' })
    expect(await documentOf(folder, 'validate', ...url)).toMatchObject({ exitCode: 5, result: { error: { code: 'INVALID' } } })
    expect(await documentOf(folder, 'up', '--url', 'ws://127.0.0.1:1')).toMatchObject({
      exitCode: 4,
      result: { runs: [{ error: { code: 'DATABASE' } }] },
    })
    expect(await documentOf(folder, 'wait', '--url', 'ws://127.0.0.1:1', '--wait-timeout', '0')).toMatchObject({
      exitCode: 4,
      result: { error: { code: 'NO_ANSWER' } },
    })
  })

  it.each([['stauts'], ['up', '--setps', '3'], ['up', '--to'], []])(
    '%j cannot be read and is answered in JSON all the same',
    async (...args) => {
      expect(await documentOf(folderWith(), ...args)).toMatchObject({ command: 'migrate', exitCode: 5, result: { kind: 'error' } })
    },
  )

  it('no secret of the URL is in the document', async () => {
    const { stdout, stderr } = await migrate(folderWith(TWO), ['status', '--json', '--url', 'wss://127.0.0.1:1/?authToken=t0ken-hunter2'])
    expect(stdout).toContain('authToken=***')
    expect(stdout + stderr).not.toContain('hunter2')
  })

  it.each(['app', 'up', 'failed', 'x', 'migrated', 'applied', '0001_users', 'error', 'atomic', 'libsql', 'committed'])(
    'a password that is a word of ours takes nothing from the document: %s',
    async (password) => {
      const folder = folderWith({ ...TWO, 'migrations/0003_bad.sql': 'INSERT INTO nowhere VALUES (1);' })
      // A file has no password: this project's driver for addresses that have one keeps everything in a file.
      write(folder, {
        'node_modules/@godwit/driver-pg/package.json': '{ "name": "@godwit/driver-pg", "type": "module", "exports": "./index.js" }',
        'node_modules/@godwit/driver-pg/index.js': `import { betterSqlite3 } from '${import.meta.resolve('@godwit/driver-better-sqlite3')}'
export const pg = () => betterSqlite3('app.db')
`,
        'node_modules/pg/package.json': '{ "name": "pg", "main": "index.js" }',
        'node_modules/pg/index.js': '',
      })
      const at = ['--url', `postgres://someone:${password}@db/things`]
      expect(await documentOf(folder, 'up', ...at)).toMatchObject({
        command: 'up',
        database: { url: 'postgres://someone:***@db/things' },
        result: {
          kind: 'runs',
          runs: [
            {
              line: 'app',
              direction: 'up',
              outcome: 'failed',
              error: { code: 'MIGRATION_FAILED', remedy: "Correct the migration, then run `migrate up --url '<url>'` again." },
              failed: { id: '0003_bad', transaction: 'rolled back' },
              done: [{ id: '0001_users', kind: 'atomic', transaction: 'committed' }, { id: '0002_posts' }],
            },
          ],
        },
      })
      expect(await documentOf(folder, 'status', ...at)).toMatchObject({
        result: {
          kind: 'status',
          lines: [{ line: 'app', current: '0002_posts', migrations: [{ id: '0001_users', state: 'applied' }, {}, {}] }],
        },
      })
    },
  )

  it('what a configuration and a migration print by themselves goes to stderr', async () => {
    const folder = folderWith({
      'migrate.config.mjs': `console.log('stray one'); console.table(['stray two']); process.on('exit', () => console.info('stray last'))
export default { url: 'sqlite:app.db' }`,
      'migrations/0001_code.mjs': `process.stdout.write('stray three\\n')
export const up = { kind: 'code', revision: '1', run: async () => { console.log('stray four'); console.dir('stray five') } }`,
    })
    const { code, stdout, stderr } = await migrate(folder, ['up', '--json'])
    expect({ code, document: JSON.parse(stdout) as unknown }).toMatchObject({
      code: 0,
      document: { exitCode: 0, result: { kind: 'runs' } },
    })
    expect(stderr.match(/stray \w+/g)).toEqual(['one', 'two', 'three', 'four', 'five', 'last'].map((word) => `stray ${word}`))
    // Without --json they are lines among others.
    expect((await migrate(folder, ['status'])).stdout).toMatch(/^stray one$/m)
  })

  it('warnings and notes stay out of stdout, which a pipe can read whole (E-X13)', async () => {
    const folder = folderWith({ ...TWO, 'migrations/0002_other.sql': 'SELECT 1;' })
    const { stdout, stderr } = await migrate(folder, ['validate', '--json', '--verbose', ...url])
    expect((JSON.parse(stdout) as Document).result).toMatchObject({
      lines: [{ warnings: ['0002_other and 0002_posts share the number 0002.'] }],
    })
    expect(stderr).toBe('')
  })
})

it('the schema refuses what it does not describe', () => {
  expect(
    validate({
      version: 1,
      command: 'up',
      exitCode: 0,
      database: null,
      result: { kind: 'runs', runs: [{ line: 'app', direction: 'up', outcome: 'migrated', roundTrips: 1 }] },
    }),
  ).toBe(false)
  expect(validate({ version: 2, command: 'up', exitCode: 0, database: null, result: { kind: 'text', text: '' } })).toBe(false)
})

it('no field of the schema with a closed set of words, or with a pattern, is looked through for secrets', () => {
  const closed = closedFields(schema, '')
  expect(closed).toContain('outcome')
  for (const [field, word] of closed.map((name) => [name, name === 'because' ? 'baseline' : 'word'] as const))
    expect({ field, value: cleanDocument({ [field]: word }, () => '***') }).toEqual({ field, value: { [field]: word } })
})

/** Names of the fields, however deep, whose text the schema does not leave open. */
function closedFields(node: unknown, field: string): readonly string[] {
  if (typeof node !== 'object' || node === null) return []
  const own = 'enum' in node || 'pattern' in node || ('const' in node && typeof node.const === 'string') ? [field] : []
  const named = 'properties' in node && typeof node.properties === 'object' ? Object.entries(node.properties ?? {}) : []
  const rest = Object.entries(node).filter(([key]) => key !== 'properties')
  const found = [
    ...own,
    ...named.flatMap(([name, inner]) => closedFields(inner, name)),
    ...rest.flatMap(([, inner]) => closedFields(inner, field)),
  ]
  return [...new Set(found)].filter((name) => name !== '' && name !== 'exitCode')
}
