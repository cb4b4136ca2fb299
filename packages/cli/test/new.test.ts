// Owns: what init and new write, and that they overwrite nothing.
// Must not know: how files are read.

import { chmodSync, existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nextNumber, numberingOf } from '../src/folder/numbering.ts'
import { BOUND_BY_PERMISSIONS, folderWith, migrate } from './spawned.ts'

describe('new', () => {
  it.each([
    ['an empty folder', {}, ['0001_add_users.sql']],
    ['numbers of one width', { '001_a.sql': 'SELECT 1;', '009_b.sql': 'SELECT 1;' }, ['010_add_users.sql']],
    ['numbers that outgrow their width', { '9_a.sql': 'SELECT 1;' }, ['10_add_users.sql']],
    [
      'up and down in a file each',
      { '0007_a.up.sql': 'SELECT 1;', '0007_a.down.sql': 'SELECT 1;' },
      ['0008_add_users.down.sql', '0008_add_users.up.sql'],
    ],
    [
      'a folder each',
      { '0003_a/up.sql': 'SELECT 1;', '0003_a/down.sql': 'SELECT 1;' },
      ['0004_add_users/down.sql', '0004_add_users/up.sql'],
    ],
    ['a folder each, one way', { '0003_a/migration.sql': 'SELECT 1;' }, ['0004_add_users/migration.sql']],
    ['names of Flyway', { 'V12__a.sql': 'SELECT 1;' }, ['V13__add_users.sql']],
    ['versions with a dot', { 'V1.1__b.sql': 'SELECT 1;' }, ['V1.2__add_users.sql']],
    ['versions with an underscore', { 'V10_2__c.sql': 'SELECT 1;', 'V9_7__b.sql': 'SELECT 1;' }, ['V10_3__add_users.sql']],
    [
      'versions of several parts',
      { 'V1_1__a.sql': 'SELECT 1;', 'V1.9.9__b.sql': 'SELECT 1;', 'U1_1__a.sql': '' },
      ['V1.9.10__add_users.sql'],
    ],
    ['a version with a dot below one without', { 'V1.9__a.sql': 'SELECT 1;', 'V2__b.sql': 'SELECT 1;' }, ['V3__add_users.sql']],
    ['numbers with a dot', { '1.9_a.sql': 'SELECT 1;', '1.10_b.sql': 'SELECT 1;' }, ['1.11_add_users.sql']],
    ['a dot behind the number', { '0001.a.sql': 'SELECT 1;' }, ['0002.add_users.sql']],
    ['a number within the words', { '0001_2_a.sql': 'SELECT 1;' }, ['0002_add_users.sql']],
    ['dashes', { '01-first-of-all.sql': 'SELECT 1;' }, ['02-add-users.sql']],
    ['modules', { '0001_a.mjs': "export default { up: ['SELECT 1'] }" }, ['0002_add_users.mjs']],
    ['what is no migration beside', { '0001_a.sql': 'SELECT 1;', 'README.md': '9999', '_9_draft.sql': '' }, ['0002_add_users.sql']],
    [
      'the newest decides',
      { '0001_a.sql': 'SELECT 1;', '0002_b.up.sql': 'SELECT 1;' },
      ['0003_add_users.up.sql', '0003_add_users.down.sql'].toSorted(),
    ],
  ])('goes on in the style of %s', async (_style, files, made) => {
    const folder = folderWith(Object.fromEntries(Object.entries(files).map(([name, text]) => [`migrations/${name}`, text])))
    const { code, stdout } = await migrate(folder, ['new', 'Add', 'users!'])
    expect(code).toBe(0)
    expect(
      stdout
        .split('\n')
        .filter((line) => line !== '')
        .toSorted(),
    ).toEqual(made.map((name) => `created migrations/${name}`).toSorted())
    for (const name of made) expect(existsSync(join(folder, 'migrations', name))).toBe(true)
  })

  it.each([
    ['-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 1;\n', /^-- \+goose Up\n\n\n-- \+goose Down\n/],
    ['-- Up Migration\nSELECT 1;\n-- Down Migration\nSELECT 1;\n', /^-- Up Migration\n\n\n-- Down Migration\n/],
    ['-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 1;\n', /^-- migrate:up\n\n\n-- migrate:down\n/],
    ['SELECT 1;\n', /^$/],
  ])('uses the markers of the newest file: %j', async (text, made) => {
    const folder = folderWith({ 'migrations/0001_a.sql': text })
    await migrate(folder, ['new', 'b'])
    expect(readFileSync(join(folder, 'migrations/0002_b.sql'), 'utf8')).toMatch(made)
  })

  it.each([
    ['dates with dashes, a folder each', { '2023-01-01-000000_a/up.sql': 'SELECT 1;' }],
    ['a number and then a space', { '1 a.sql': 'SELECT 1;' }],
    ['counted numbers below dates with dashes', { '0001_a.sql': 'SELECT 1;', '2023-01-01-000000_b/up.sql': 'SELECT 1;' }],
  ])('makes nothing that would come before what is there: %s', async (_style, files) => {
    const folder = folderWith(Object.fromEntries(Object.entries(files).map(([name, text]) => [`migrations/${name}`, text])))
    expect(await migrate(folder, ['new', 'b'])).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('The names in migrations have no numbers that can be continued.') as string,
    })
    expect(readdirSync(join(folder, 'migrations')).toSorted()).toEqual(Object.keys(files).map((name) => name.split('/')[0]))
  })

  it('takes the letters of every script, and no path', async () => {
    const folder = folderWith({ 'migrations/0001_a.sql': 'SELECT 1;' })
    expect((await migrate(folder, ['new', '../../Größe', 'von', '表'])).stdout).toBe('created migrations/0002_größe_von_表.sql\n')
  })
})

describe('a number', () => {
  const now = new Date('2026-11-20T12:34:56.789Z')

  it.each([
    ['20251231235959', '20261120123456'],
    ['20251231235959123', '20261120123456789'],
    ['202512312359', '202611201234'],
    ['20251231', '20261120'],
    ['1700000000', '1795178096'],
    ['1700000000123', '1795178096789'],
    // The clock went backwards, or two were made in one second.
    ['20261120123456', '20261120123457'],
    ['20301231235959', '20301231235960'],
    ['0099', '0100'],
    ['99', '100'],
  ])('after %s is %s', (last, next) => {
    expect(nextNumber(numberingOf(last), last, now)).toBe(next)
  })
})

describe('init', () => {
  it('makes what `migrate up` then runs', async () => {
    const folder = folderWith()
    expect((await migrate(folder, ['init', '--url', 'sqlite:app.db'])).stdout).toBe(
      'created migrate.config.mjs\ncreated migrations/0001_create_notes.sql\n',
    )
    expect(await migrate(folder, ['up'])).toMatchObject({ code: 0, stdout: expect.stringContaining('applied 0001_create_notes') as string })
    expect(await migrate(folder, ['down', '--yes'])).toMatchObject({ code: 0 })
  })

  it.each<readonly [string, readonly string[], Readonly<Record<string, string>>]>([
    ['a variable', [], { DATABASE_URL: 'sqlite:real.db' }],
    ['an address that may hold a password', ['--url', 'sqlite:real.db?token=hunter2'], {}],
  ])('falls back on no file where %s named the database', async (_what, flags, env) => {
    const folder = folderWith()
    expect(await migrate(folder, ['init', ...flags], { env })).toMatchObject({ code: 0 })
    expect(await migrate(folder, ['up'])).toMatchObject({
      code: 5,
      stdout: '',
      stderr: expect.stringContaining('No database was named') as string,
    })
    expect(await migrate(folder, ['up'], { env: { DATABASE_URL: 'sqlite:real.db' } })).toMatchObject({ code: 0 })
    expect(readdirSync(folder).filter((name) => name.endsWith('.db'))).toEqual(['real.db'])
  })

  it('keeps the name of the line', async () => {
    const folder = folderWith()
    await migrate(folder, ['init', '--line', "it's"])
    expect((await migrate(folder, ['status'])).stdout).toMatch(/^pending\tit's\t0001_create_notes\t/)
  })

  it('writes TypeScript where TypeScript is at home', async () => {
    const folder = folderWith({ 'tsconfig.json': '{}' })
    await migrate(folder, ['init'])
    expect(readFileSync(join(folder, 'migrate.config.ts'), 'utf8')).toContain("import { defineConfig } from '@godwit/cli'")
  })

  it('keeps whatever is there', async () => {
    const mine = 'export default {}'
    const folder = folderWith({ 'migrate.config.mjs': mine, 'migrations/0001_mine.sql': 'SELECT 1;' })
    expect((await migrate(folder, ['init'])).stdout).toBe('kept    migrate.config.mjs\nkept    migrations\n')
    expect(readFileSync(join(folder, 'migrate.config.mjs'), 'utf8')).toBe(mine)
    expect(readdirSync(join(folder, 'migrations'))).toEqual(['0001_mine.sql'])
  })

  it('takes the folder that the configuration names', async () => {
    const folder = folderWith({ 'migrate.config.mjs': "export default { url: 'sqlite:app.db', dir: 'db/migs' }" })
    expect((await migrate(folder, ['init'])).stdout).toBe('kept    migrate.config.mjs\ncreated db/migs/0001_create_notes.sql\n')
    expect(await migrate(folder, ['up'])).toMatchObject({ code: 0 })
  })

  it.each([['a folder below'], ['a folder elsewhere']])('takes %s by its whole path', async (where) => {
    const folder = folderWith()
    const dir = join(where === 'a folder below' ? folder : folderWith(), 'my/migrations')
    expect(await migrate(folder, ['init', '--dir', dir, '--url', 'sqlite:app.db'])).toMatchObject({ code: 0 })
    expect(readdirSync(dir)).toEqual(['0001_create_notes.sql'])
    expect(await migrate(folder, ['up'])).toMatchObject({ code: 0 })
  })

  it.each([
    'postgres://app:hunter2@db/app',
    'postgres://localhost/db?user=u&password=hunter2',
    'mysql://db/app?pwd=hunter2',
    'libsql://app.turso.io?authToken=hunter2',
    'postgres://hunter2:hunter2@db/app',
  ])('writes no password into a file: %s', async (url) => {
    const folder = folderWith()
    const { stdout, stderr } = await migrate(folder, ['init', '--url', url])
    expect(readFileSync(join(folder, 'migrate.config.mjs'), 'utf8') + stdout + stderr).not.toContain('hunter2')
  })
})

describe('what the file system refuses', () => {
  const LONG = 'a'.repeat(400)

  it.each<readonly [string, readonly string[], RegExp, RegExp]>([
    ['new in a file', ['new', 'x', '--dir', 'file'], /^error: file cannot be read: it is not a folder\./, /Name a folder/],
    [
      'new below a file',
      ['new', 'x', '--dir', 'file/below'],
      /^error: file\/below\/0001_x\.sql cannot be written: it is below a file/,
      /Name a folder/,
    ],
    [
      'new beside a broken link',
      ['new', 'x', '--dir', 'broken'],
      /^error: broken\/0001_a\.sql cannot be read: it is a link to something/,
      /Remove/,
    ],
    ['new of a long name', ['new', LONG], /cannot be written: its name is too long\./, /shorter/],
    ['init in a file', ['init', '--dir', 'file'], /^error: file cannot be read: it is not a folder\./, /Name a folder/],
    [
      'init below a file',
      ['init', '--dir', 'file/below'],
      /^error: file\/below\/0001_create_notes\.sql cannot be written: it is below a file/,
      /Name/,
    ],
  ])('%s is told of in words', async (_what, args, message, next) => {
    const folder = folderWith({ file: '', 'broken/readme.txt': '' })
    symlinkSync('nowhere.sql', join(folder, 'broken/0001_a.sql'))
    const { code, stdout, stderr } = await migrate(folder, args)
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' })
    expect(stderr).toMatch(message)
    expect(stderr).toMatch(new RegExp(`\n  next: .*${next.source}`))
    expect(existsSync(join(folder, 'migrate.config.mjs'))).toBe(false)
  })

  it('a folder that may not be read is told of in words', async () => {
    const folder = folderWith({ 'migrations/0001_a.sql': '' })
    chmodSync(join(folder, 'migrations'), 0o000)
    const { code, stderr } = await migrate(folder, ['new', 'x'], { through: BOUND_BY_PERMISSIONS })
    chmodSync(join(folder, 'migrations'), 0o755)
    expect({ code, stderr }).toEqual({
      code: 5,
      stderr: 'error: migrations cannot be read: this user may not.\n  next: Give this user the right to read it.\n',
    })
  })
})
