// Owns: what a person meets after a migration stopped in the middle, whichever way it was going: on a file and on a server.
// Must not know: how it is recorded.

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describeOn } from '@godwit/servers/vitest'
import BetterSqlite3 from 'better-sqlite3'
import { createConnection } from 'mysql2/promise'
import { describe, expect, it } from 'vitest'
import { documentOf } from './document.ts'
import { folderWith, migrate, start, TWO, write } from './spawned.ts'

const url = ['--url', 'sqlite:app.db'] as const
const FORBIDDEN = '-- migrate: transaction=forbidden\n'
const scripts = (up: readonly string[], down: readonly string[]): string =>
  `${FORBIDDEN}-- migrate:up\n${up.join(';\n')};\n-- migrate:down\n${down.join(';\n')};\n`

/** Its way down stops at statement 2 for as long as there is no table `c`. */
const UP = ['CREATE TABLE a (x INTEGER)', 'CREATE TABLE b (x INTEGER)']
const DOWN = ['DROP TABLE b', 'DROP TABLE c', 'DROP TABLE a']
const THREE = { ...TWO, 'migrations/0003_tags.sql': scripts(UP, DOWN) }
/** Its way up stops at statement 2. */
const STOPS = { ...TWO, 'migrations/0003_tags.sql': scripts(['CREATE TABLE a (x INTEGER)', 'INSERT INTO c VALUES (1)'], ['DROP TABLE a']) }
const LATER = { 'migrations/0004_later.sql': '-- migrate:up\nCREATE TABLE later (x INTEGER);\n-- migrate:down\nDROP TABLE later;\n' }

/** Everything in the file but the lease, whose token counts those who looked. */
function everything(folder: string): unknown {
  const reader = new BetterSqlite3(join(folder, 'app.db'), { readonly: true })
  try {
    return ['sqlite_master', 'migrations', 'migrations_step'].map((table) => reader.prepare(`SELECT * FROM ${table}`).all())
  } finally {
    reader.close()
  }
}

function run(folder: string, sql: string): void {
  const writer = new BetterSqlite3(join(folder, 'app.db'))
  writer.exec(sql)
  writer.close()
}

async function status(folder: string): Promise<readonly string[]> {
  const { stdout } = await migrate(folder, ['status', ...url])
  const lines = stdout.trimEnd().split('\n')
  return lines.map((line) =>
    line
      .split('\t')
      .filter((_, column) => [0, 2, 6].includes(column))
      .join(' '),
  )
}

async function expectRefused(folder: string, words: string, commands: readonly (readonly string[])[]): Promise<void> {
  const before = everything(folder)
  for (const args of commands)
    expect({ args, ...(await migrate(folder, [...args, ...url])) }).toMatchObject({ args, code: 2, stdout: '', stderr: words })
  expect(everything(folder)).toEqual(before)
}

async function halfDown(): Promise<string> {
  const folder = folderWith(THREE)
  expect(await migrate(folder, ['up', ...url])).toMatchObject({ code: 0 })
  const { code, stderr } = await migrate(folder, ['down', '--yes', ...url])
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringContaining('0003_tags is half way down: what it had finished') as string,
  })
  return folder
}

async function halfUp(): Promise<string> {
  const folder = folderWith(STOPS)
  const { code, stderr } = await migrate(folder, ['up', ...url])
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('0003_tags is half way up: what it had finished') as string })
  return folder
}

describe('a way down that stopped half way', () => {
  const WORDS = [
    `error: Migration '0003_tags' is half way down: 1 statement has run and is recorded, and the migration has not ended.`,
    '  database: Nothing was written.',
    `  next: Finish it first: 'migrate down --steps 1' goes on behind what has run. What has not run yet may be mended.`,
    '',
  ].join('\n')

  it('is named by everything else, with exit code 2 and before anything is run', async () => {
    const folder = await halfDown()
    write(folder, LATER)
    await expectRefused(folder, WORDS, [
      ['up'],
      ['up', '--to', '0003_tags'],
      ['up', '--dry-run'],
      ['plan'],
      ['baseline', '--yes'],
      ['down', '--to', '0003_tags', '--yes'],
    ])
  })

  it('is seen in status, in a validation and in documents, which way too', async () => {
    const folder = await halfDown()
    expect(await status(folder)).toEqual(['applied 0001_users', 'applied 0002_posts', 'partial 0003_tags down'])
    expect(await migrate(folder, ['status', '--check', ...url])).toMatchObject({ code: 2 })
    expect(await migrate(folder, ['validate', ...url])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('half way down') as string,
    })
    expect(await documentOf(folder, 'status', ...url)).toMatchObject({
      result: { lines: [{ migrations: [{ halfWay: null }, {}, { state: 'partial', halfWay: { direction: 'down', done: 1 } }] }] },
    })
    const problem = { code: 'HALF_WAY', id: '0003_tags', way: 'down', done: 1, unit: 'statement', inCode: 'present' }
    expect(await documentOf(folder, 'up', ...url)).toMatchObject({
      exitCode: 2,
      result: { runs: [{ outcome: 'blocked', problems: [problem], done: [] }] },
    })
  })

  it('goes on at the statement that failed, before anything else goes down; then the way up is open', async () => {
    const folder = await halfDown()
    expect(await migrate(folder, ['down', '--to', '0001_users', '--yes', ...url])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/'0003_tags' failed at .*no such table: c/) as string,
    })
    run(folder, 'CREATE TABLE c (x INTEGER)')
    const { stdout, ...rest } = await migrate(folder, ['down', '--to', '0001_users', '--yes', ...url])
    expect({ ...rest, order: stdout.match(/000\d_\w+/g) }).toMatchObject({ code: 0, stderr: '', order: ['0003_tags', '0002_posts'] })
    expect(await migrate(folder, ['up', ...url])).toMatchObject({ code: 0, stderr: '' })
    expect(await status(folder)).toEqual(['applied 0001_users', 'applied 0002_posts', 'applied 0003_tags'])
  })

  it('may be mended from there on, and is refused where what has run was changed', async () => {
    const folder = await halfDown()
    write(folder, { 'migrations/0003_tags.sql': scripts(UP, ['DROP TABLE IF EXISTS b', 'DROP TABLE a']) })
    const before = everything(folder)
    expect(await migrate(folder, ['down', '--yes', ...url])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`half way down, and statement 1 of its 'down', which has run, was changed.`) as string,
    })
    expect(everything(folder)).toEqual(before)
    write(folder, { 'migrations/0003_tags.sql': scripts(UP, ['DROP TABLE b', 'DROP TABLE a']) })
    expect(await migrate(folder, ['down', '--yes', ...url])).toMatchObject({ code: 0, stderr: '' })
    expect(await status(folder)).toEqual(['applied 0001_users', 'applied 0002_posts', 'pending 0003_tags'])
  })

  it('is finished by what its receipt kept where the code does not have it any more', async () => {
    const folder = await halfDown()
    rmSync(join(folder, 'migrations/0003_tags.sql'))
    expect(await migrate(folder, ['up', ...url])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /The code does not have it\.\n[^]*goes on behind what has run, by the 'down' that its receipt kept\./,
      ) as string,
    })
    expect(await status(folder)).toEqual(['applied 0001_users', 'applied 0002_posts', 'unknown 0003_tags down'])
    run(folder, 'CREATE TABLE c (x INTEGER)')
    expect(await migrate(folder, ['down', '--yes', ...url])).toMatchObject({ code: 0, stderr: '' })
    expect(await migrate(folder, ['up', ...url])).toMatchObject({ code: 0, stdout: 'Nothing to do: everything is applied.\n' })
  })

  it('is finished by redo, which then goes up again', async () => {
    const folder = await halfDown()
    run(folder, 'CREATE TABLE c (x INTEGER)')
    expect(await migrate(folder, ['redo', '--yes', ...url])).toMatchObject({ code: 0, stderr: '' })
    expect(await status(folder)).toEqual(['applied 0001_users', 'applied 0002_posts', 'applied 0003_tags'])
  })
})

describe('a way up that stopped half way', () => {
  const WORDS = [
    `error: Migration '0003_tags' is half way up: 1 statement has run and is recorded, and the migration has not ended.`,
    '  database: Nothing was written.',
    `  next: Finish it first: 'migrate up --to 0003_tags' goes on behind what has run. What has not run yet may be mended.`,
    '',
  ].join('\n')

  it('is named by every way down, with exit code 2 and before anything is run', async () => {
    await expectRefused(await halfUp(), WORDS, [
      ['down', '--yes'],
      ['down', '--to', '0001_users', '--yes'],
      ['down', '--to', '0002_posts', '--yes'],
      ['down', '--to', 'nothing', '--yes'],
      ['down', '--dry-run'],
      ['redo', '--yes'],
    ])
  })

  it('is counted by doctor as what is still to do', async () => {
    const folder = await halfUp()
    write(folder, LATER)
    expect(await migrate(folder, ['doctor', ...url])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^ok +drift +app: none, 2 pending$/m) as string,
    })
  })

  it('goes on at the statement that failed, however it was mended; then the way down is open', async () => {
    const folder = await halfUp()
    expect(await status(folder)).toEqual(['applied 0001_users', 'applied 0002_posts', 'partial 0003_tags up'])
    write(folder, { ...LATER, 'migrations/0003_tags.sql': scripts(['CREATE TABLE a (x INTEGER)'], ['DROP TABLE a']) })
    expect(await migrate(folder, ['up', ...url])).toMatchObject({ code: 0, stderr: '' })
    expect(await migrate(folder, ['down', '--to', '0001_users', '--yes', ...url])).toMatchObject({ code: 0, stderr: '' })
    expect(await status(folder)).toEqual(['applied 0001_users', 'pending 0002_posts', 'pending 0003_tags', 'pending 0004_later'])
  })

  it('is named to code that does not have it, in either direction', async () => {
    const folder = await halfUp()
    rmSync(join(folder, 'migrations/0003_tags.sql'))
    write(folder, LATER)
    const before = everything(folder)
    const words = expect.stringMatching(
      /half way up: 1 statement has run[^]*with the code that has it: 'migrate up --to 0003_tags'/,
    ) as string
    expect(await migrate(folder, ['up', ...url])).toMatchObject({ code: 2, stdout: '', stderr: words })
    expect(await migrate(folder, ['down', '--yes', ...url])).toMatchObject({ code: 2, stdout: '', stderr: words })
    expect(everything(folder)).toEqual(before)
    expect(await status(folder)).toEqual(['applied 0001_users', 'applied 0002_posts', 'unknown 0003_tags up', 'pending 0004_later'])
  })
})

describeOn('mariadb', ({ freshDatabase }) => {
  it('a way down whose process was killed is settled first, then named, then goes on at the exact statement', async () => {
    const { url: address, query, host, port, user, password, database } = await freshDatabase()
    const at = ['--url', address]
    const file = scripts(UP, ['DROP TABLE b', 'DROP TABLE a', 'DROP TABLE c']).slice(FORBIDDEN.length)
    const folder = folderWith({ ...TWO, 'migrations/0003_tags.sql': file })
    expect(await migrate(folder, ['up', ...at])).toMatchObject({ code: 0, stderr: '' })

    // Whoever reads a table in a transaction keeps it from being dropped.
    const reader = await createConnection({ host, port, user, password, database })
    await reader.query('START TRANSACTION')
    await reader.query('SELECT * FROM a')
    const { child, ended } = start(folder, ['down', '--yes', ...at])
    const dropping = `SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE 'DROP TABLE a%' AND state LIKE 'Waiting%'`
    while ((await query(dropping)).length === 0);
    child.kill('SIGKILL')
    await ended
    // The server gives up what nobody waits for any more.
    while ((await query(dropping)).length > 0);
    await reader.end()
    await query('UPDATE migrations_lease SET expires_at = 0')

    write(folder, LATER)
    expect(await migrate(folder, ['up', ...at])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(
        `Migration '0003_tags' is half way down: 1 statement has run and is recorded, and the migration has not ended.`,
      ) as string,
    })
    expect(await query(`SHOW TABLES LIKE 'later'`)).toEqual([])
    expect(await migrate(folder, ['down', '--yes', ...at])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/'0003_tags' failed at [^]* 7 \| DROP TABLE c/) as string,
    })
    expect((await migrate(folder, ['status', ...at])).stdout).toMatch(/^partial\tapp\t0003_tags\t.*\tdown$/m)
    await query('CREATE TABLE c (x INTEGER)')
    expect(await migrate(folder, ['down', '--yes', ...at])).toMatchObject({ code: 0, stderr: '' })
    expect(await migrate(folder, ['up', ...at])).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('2 migrations applied') as string,
    })
  })
})
