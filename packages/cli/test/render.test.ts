// Owns: what people see on a terminal and what a pipe gets, side by side.
// Must not know: databases beyond a file.

import { describe, expect, it } from 'vitest'
import { excerptOf } from '../src/text/excerpt.ts'
import { inkFor } from '../src/text/paint.ts'
import { aligned } from '../src/text/table.ts'
import { folderWith, migrate, TWO, write } from './spawned.ts'
import { sitting } from './terminal.ts'

const url = ['--url', 'sqlite:app.db'] as const

describe('status', () => {
  it('is an aligned table on a terminal, wide characters included', async () => {
    const folder = folderWith({ ...TWO, 'migrations/0003_ユーザー.sql': 'SELECT 1;' })
    await migrate(folder, ['up', '--steps', '2', ...url])
    const { stdout } = await sitting(folder, ['status', ...url], '')
    const [head, ...rows] = stdout.trimEnd().split('\n')
    expect(head).toBe('app.db · better-sqlite3')
    expect(rows.at(-1)).toBe('2 applied, 1 pending.')
    expect(rows[0]).toMatch(/^ {2}✓ {2}0001_users {4,}users {3,}applied {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC {2,}\d+ ms$/)
    expect(rows[2]).toMatch(/^ {2}· {2}0003_ユーザー {2}ユーザー {2}pending$/)
  })

  it('is a line with tabs for each migration in a pipe', async () => {
    const folder = folderWith(TWO)
    await migrate(folder, ['up', '--steps', '1', ...url])
    const { stdout } = await migrate(folder, ['status', ...url])
    expect(stdout).toMatch(/^applied\tapp\t0001_users\tusers\t\d{4}-\d\d-\d\dT[\d:.]+Z\t\d+\npending\tapp\t0002_posts\tposts\t\t\n$/)
  })
})

describe('up', () => {
  it('tells each migration as soon as it is done, and sums up', async () => {
    const folder = folderWith(TWO)
    const { stdout } = await sitting(folder, ['up', ...url], '')
    expect(stdout).toMatch(/^ {2}✓ 0001_users {2}users {2}\d+ ms\n {2}✓ 0002_posts {2}posts {2}\d+ ms\n2 migrations applied in \d+ ms\.\n$/)
  })

  it('says nothing with --quiet but what went wrong', async () => {
    const folder = folderWith(TWO)
    expect(await migrate(folder, ['up', '--quiet', ...url])).toEqual({ code: 0, signal: null, stdout: '', stderr: '' })
    write(folder, { 'migrations/0003_bad.sql': 'INSERT INTO nowhere VALUES (1);' })
    expect(await migrate(folder, ['up', '--quiet', ...url])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('error: ') as string,
    })
  })

  it('shows its round trips with --verbose, and the stack of what failed', async () => {
    const folder = folderWith(TWO)
    expect((await migrate(folder, ['up', '--verbose', ...url])).stdout).toMatch(/, \d+ round trips\.\n$/)
    write(folder, { 'migrations/0003_bad.sql': 'INSERT INTO nowhere VALUES (1);' })
    expect((await migrate(folder, ['up', '--verbose', ...url])).stderr).toMatch(/caused by: .*no such table: nowhere/)
  })

  it('says with --verbose that the history was not as it had been read', async () => {
    const refusal = "CREATE TRIGGER refusal BEFORE INSERT ON migrations WHEN NEW.id = '0002_b' BEGIN SELECT RAISE(ABORT, 'refused'); END;"
    const folder = folderWith({ 'migrations/0001_a.sql': refusal, 'migrations/0002_b.sql': 'CREATE TABLE b (id INTEGER);' })
    expect(await migrate(folder, ['up', '--steps', '1', ...url])).toMatchObject({ code: 0 })
    const words = 'The history of 0002_b is not as it was read; reading it again.\n'
    expect((await migrate(folder, ['up', '--verbose', ...url])).stderr).toContain(words)
    expect((await migrate(folder, ['up', ...url])).stderr).not.toContain(words)
  })
})

describe('a plan', () => {
  it('is SQL with comments, and its hash runs it or nothing', async () => {
    const folder = folderWith(TWO)
    const { stdout } = await migrate(folder, ['plan', ...url])
    expect(stdout).toContain('-- up 0001_users  users  (one transaction)\nCREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n')
    const [, hash = ''] = /migrate up --url \S+ --plan ([0-9a-z:-]+)\n$/.exec(stdout) ?? []
    write(folder, { 'migrations/0003_tags.sql': 'CREATE TABLE tags (id INTEGER);' })
    expect(await migrate(folder, ['up', '--plan', hash, ...url])).toMatchObject({ code: 2, stdout: '' })
    const { stdout: now } = await migrate(folder, ['plan', ...url])
    const [, newHash = ''] = /--plan (\S+)/.exec(now) ?? []
    expect(await migrate(folder, ['up', '--plan', newHash, ...url])).toMatchObject({ code: 0 })
  })

  it('of a dry run is the same, and nothing is written', async () => {
    const folder = folderWith(TWO)
    expect((await migrate(folder, ['up', '--dry-run', ...url])).stdout).toBe((await migrate(folder, ['plan', ...url])).stdout)
    expect((await migrate(folder, ['status', ...url])).stdout).not.toContain('applied')
  })
})

describe('colour', () => {
  it.each([
    [undefined, {}, true, 'colour'],
    [undefined, {}, false, 'plain'],
    [undefined, { NO_COLOR: '1' }, true, 'plain'],
    [undefined, { NO_COLOR: '' }, true, 'colour'],
    [undefined, { FORCE_COLOR: '1' }, false, 'colour'],
    [undefined, { FORCE_COLOR: '0' }, true, 'plain'],
    [undefined, { FORCE_COLOR: '1', NO_COLOR: '1' }, false, 'colour'],
    [true, { FORCE_COLOR: '1' }, true, 'plain'],
    [undefined, { TERM: 'dumb' }, true, 'plain'],
  ] as const)('flag %j, environment %j, terminal %j: %s', (flag, env, tty, ink) => {
    expect(inkFor(flag, env, tty)).toBe(ink)
  })

  it('is on stderr too where it is forced, and nowhere in a pipe', async () => {
    const escape = '\u001B['
    expect((await migrate(folderWith(), ['stauts'], { env: { FORCE_COLOR: '1' } })).stderr).toContain(escape)
    expect((await migrate(folderWith(), ['stauts'])).stderr).not.toContain(escape)
  })
})

describe('a place', () => {
  it('is shown with its line and a caret that tabs do not move', () => {
    const folder = folderWith({ 'a.sql': '\uFEFFone\r\n\tSELECT nope;\r\n' })
    expect(excerptOf({ file: 'a.sql', line: 2, column: 9, text: 'SELECT nope' }, folder)).toEqual({
      where: 'a.sql:2:9',
      lines: ['  2 | \tSELECT nope;', '    | \t       ^'],
    })
  })

  it('is shown from the statement when the file is gone, or there never was one', () => {
    expect(excerptOf({ file: 'gone.sql', line: 7, column: 3, text: 'SELECT\nnope' }, '/').lines).toEqual(['  7 |   SELECT', '    |   ^'])
    expect(excerptOf({ file: undefined, line: 1, column: 1, text: 'SELECT' }, '/').where).toBe('statement:1:1')
  })
})

it('columns end where their text ends', () => {
  const length = (text: string): number => text.length
  expect(
    aligned(
      [
        [{ text: 'a' }, { text: '' }],
        [{ text: 'long' }, { text: '1', align: 'right' }],
        [{ text: '' }, { text: '100', align: 'right' }],
      ],
      length,
    ),
  ).toEqual(['a', 'long    1', '      100'])
})
