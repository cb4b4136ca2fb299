import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { sqlite } from '../src/driver.ts'
import { isMigrateError } from '../src/model/error.ts'
import { readDirectory } from '../src/source/directory.ts'
import { temporaryFolder } from './temporary-folder.ts'

const TESTDATA = join('test', 'testdata', 'directory')

async function loadOnly(files: Readonly<Record<string, string>>): Promise<unknown> {
  const [source] = await readDirectory(temporaryFolder(files), { dialect: sqlite })
  return source?.load()
}

test('a module exports its migration as default, by name, or as up and down side by side', async () => {
  const sources = await readDirectory(join(TESTDATA, 'modules'), { dialect: sqlite })
  const migrations = await Promise.all(sources.map(async (source) => source.load()))
  expect(sources).toEqual(
    [
      { id: '0001_default', description: 'default', file: '0001_default.mjs' },
      { id: '0002_named', description: 'named', file: '0002_named.mjs' },
      { id: '0003_side_by_side', description: 'side by side', file: '0003_side_by_side.js' },
      { id: '0004_common', description: 'common', file: '0004_common.cjs' },
      { id: '0005_compiled', description: 'compiled', file: '0005_compiled.cjs' },
      { id: '0006_code', description: 'code', file: '0006_code.mjs' },
    ].map(({ file, ...said }) => ({ kind: 'module', ...said, origin: join(TESTDATA, 'modules', file), load: expect.any(Function) })),
  )
  expect(migrations).toEqual([
    { id: '0001_default', description: 'the default export', up: ['CREATE TABLE a (id INTEGER)'], down: ['DROP TABLE a'] },
    {
      id: '0002_named',
      description: 'the only export with an up',
      up: { sqlite: ['CREATE TABLE b (id INTEGER)'], postgres: ['CREATE TABLE b (id bigint)'] },
    },
    { id: '0003_side_by_side', description: 'side by side', up: ['VACUUM'], transaction: 'forbidden' },
    { id: '0004_common', description: 'common', up: ['CREATE TABLE d (id INTEGER)'], down: ['DROP TABLE d'] },
    { id: '0005_compiled', description: 'compiled', up: ['CREATE TABLE e (id INTEGER)'] },
    { id: '0006_code', description: 'code', up: { kind: 'code', revision: '1', run: expect.any(Function) } },
  ])
})

test('reading a folder runs nothing in it; loading a source runs that module only', async () => {
  const world = globalThis as { loudMigrationRan?: boolean }
  const [source] = await readDirectory(join(TESTDATA, 'applied'), { dialect: sqlite })
  expect(world.loudMigrationRan).toBeUndefined()
  await source?.load()
  expect(world.loudMigrationRan).toBe(true)
  delete world.loudMigrationRan
})

test('a loader that is handed in gets the absolute path and is the only one asked', async () => {
  const asked: string[] = []
  const folder = temporaryFolder({ '0001_x.ts': 'this is not even TypeScript' })
  const loadModule = async (file: string): Promise<unknown> => {
    asked.push(file)
    return { default: { description: 'by the loader', up: ['SELECT 1'] } }
  }
  const [source] = await readDirectory(folder, { dialect: sqlite, loadModule })
  expect(asked).toEqual([])
  expect(await source?.load()).toEqual({ id: '0001_x', description: 'by the loader', up: ['SELECT 1'] })
  expect(asked).toEqual([join(folder, '0001_x.ts')])
})

describe('a module that is no migration is refused', () => {
  test.each<[string, string, string]>([
    ['no up', 'export const dwon = [], helper = 1', 'it has no export with an `up`, only `dwon`, `helper`'],
    ['nothing', '', 'it has no export with an `up`.'],
    ['two migrations', "export const a = { up: ['1'] }, b = { up: ['2'] }", 'it exports 2 migrations, `a`, `b`'],
    ['another id', "export const id = '001', up = ['SELECT 1']", "it exports the id '001', and its name says '0001_x'"],
    ['a bare function', 'export const up = async () => {}', "write `up: code('1', up)`"],
    ['a bare function on the way down', "export const up = ['SELECT 1']\nexport async function down() {}", "write `down: code('1', down)`"],
    ['a bare text', "export const up = 'SELECT 1'", 'its `up` is a text; write a list of texts'],
    ['a list of something else', 'export const up = [1]', 'its `up` is a list with something else than SQL in it'],
    ['a number', 'export const up = 1', 'its `up` is not a script'],
    ['null', 'export const up = null', 'its `up` is not a script'],
    ['code without a revision', "export const up = { kind: 'code', run() {} }", 'its `up` has no revision'],
    ['a bare text for one engine', "export const up = { sqlite: 'SELECT 1' }", 'its `up.sqlite` is not a list'],
    ['a wrong transaction', "export const up = ['1'], transaction = false", 'its `transaction` is neither'],
    ['a wrong foreignKeys', "export const up = ['1'], foreignKeys = 'off'", 'its `foreignKeys` is neither'],
    ['a wrong description', "export const up = ['1'], description = 7", 'its `description` is not a text'],
    ['a syntax error', 'export const up = [', 'it could not be loaded: '],
    ['an error while loading', "throw new Error('no such tenant')", 'it could not be loaded: no such tenant'],
  ])('%s', async (_, text, reason) => {
    const error = await loadOnly({ '0001_x.mjs': text }).catch((thrown: unknown) => thrown)
    expect(isMigrateError(error, 'INVALID') && error.details).toEqual({ subject: 'migration', id: '0001_x' })
    expect((error as Error).message).toContain('0001_x.mjs: ')
    expect((error as Error).message).toContain(reason)
  })

  test('the error that was thrown while loading is kept as the cause', async () => {
    const error = await loadOnly({ '0001_x.mjs': "throw new RangeError('seven')" }).catch((thrown: unknown) => thrown)
    expect((error as Error).cause).toMatchObject({ name: 'RangeError', message: 'seven' })
  })
})

// vitest would transform what it imports, so these ask the Node that users have.
describe('plain Node', () => {
  async function loadedByNode(folder: string): Promise<unknown> {
    const program = `
      const [{ readDirectory }, { sqlite }] = await Promise.all([import('./dist/directory.js'), import('./dist/driver.js')])
      const sources = await readDirectory(${JSON.stringify(join(TESTDATA, folder))}, { dialect: sqlite })
      const told = sources.map(({ load }) => load().then(({ id, up }) => ({ id, up }), ({ code, message }) => ({ code, message })))
      console.log(JSON.stringify(await Promise.all(told)))`
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--no-warnings', '-e', program])
    return JSON.parse(stdout)
  }

  test('loads ES modules and CommonJS, compiled or written by hand', async () => {
    expect(await loadedByNode('modules')).toEqual([
      { id: '0001_default', up: ['CREATE TABLE a (id INTEGER)'] },
      { id: '0002_named', up: { sqlite: ['CREATE TABLE b (id INTEGER)'], postgres: ['CREATE TABLE b (id bigint)'] } },
      { id: '0003_side_by_side', up: ['VACUUM'] },
      { id: '0004_common', up: ['CREATE TABLE d (id INTEGER)'] },
      { id: '0005_compiled', up: ['CREATE TABLE e (id INTEGER)'] },
      { id: '0006_code', up: { kind: 'code', revision: '1' } },
    ])
  })

  test('reads a TypeScript migration, or says what to do', async () => {
    const stripsTypes = (process.features as { typescript?: unknown }).typescript === 'strip'
    const advice =
      'this version of Node does not read TypeScript by itself; run it with the command line of Godwit, pass `loadModule`, or compile it to JavaScript.'
    expect(await loadedByNode('typescript')).toEqual([
      stripsTypes
        ? { id: '0001_users', up: ['CREATE TABLE users (id INTEGER)'] }
        : { code: 'INVALID', message: `${join(TESTDATA, 'typescript', '0001_users.ts')}: ${advice}` },
    ])
  })
})
