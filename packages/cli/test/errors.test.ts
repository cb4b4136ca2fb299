// Owns: what a person reads when something is wrong, its exit code, and that nothing was written.
// Must not know: how it was found out.

import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { BOUND_BY_PERMISSIONS, folderWith, MAIN, migrate, TWO, write, type Ended, type StartOptions } from './spawned.ts'

const DRIVERS = [
  { driver: 'better-sqlite3', url: 'sqlite:app.db' },
  { driver: 'libsql', url: 'file:app.db' },
] as const

/** Every error says what to do, on stderr, and nothing that looks like a crash. */
function expectReadable({ code, stdout, stderr }: Ended, exitCode: number, words: RegExp): void {
  expect({ code, stderr }).toEqual({ code: exitCode, stderr: expect.stringMatching(words) as string })
  expect(stderr).toMatch(/^error: /m)
  expect(stderr).toMatch(/^ {2}next: \S/m)
  expect(stderr).not.toMatch(/\n {4}at /)
  expect(stdout).not.toContain('error')
}

/** A shell stays in a folder that somebody removed, and starts programs there. */
const IN_NO_FOLDER: StartOptions = { through: ['sh', '-c', 'mkdir gone && cd gone && rmdir ../gone && exec "$@"', 'sh'] }

it.each([['status'], ['up', '--json'], ['--help']])('a working folder that is gone is told: %s', async (...words) => {
  const ended = await migrate(folderWith(), words, IN_NO_FOLDER)
  if (words.includes('--json'))
    expect(JSON.parse(ended.stdout)).toMatchObject({ exitCode: 5, result: { error: { code: 'FOLDER_MISSING' } } })
  else expectReadable(ended, 5, /^error: The folder that this was started in is not there any more\.$/m)
})

/** Names and bytes of everything in the folder. */
function bytesOf(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(
    files.map((file) => [join(file.parentPath, file.name), readFileSync(join(file.parentPath, file.name)).toString('hex')]),
  )
}

/** Runs, and expects the folder to be afterwards what it was before. */
async function refused(folder: string, args: readonly string[], exitCode: number, words: RegExp, options?: StartOptions): Promise<void> {
  const before = bytesOf(folder)
  expectReadable(await migrate(folder, args, options), exitCode, words)
  expect(bytesOf(folder)).toEqual(before)
}

describe.each(DRIVERS)('on $driver', ({ url }) => {
  it('a target that does not exist is named with the nearest that does', async () => {
    const folder = folderWith(TWO)
    await refused(folder, ['up', '--url', url, '--to', '0002_post'], 5, /There is no migration '0002_post'\. Did you mean '0002_posts'\?/)
    expect(existsSync(join(folder, 'app.db'))).toBe(false)
  })

  it('a way down to a target that does not exist is refused', async () => {
    const folder = folderWith(TWO)
    await migrate(folder, ['up', '--url', url])
    await refused(folder, ['down', '--url', url, '--to', 'nonsense', '--yes'], 5, /There is no migration 'nonsense'/)
  })

  it('two files for one id are both named', async () => {
    const folder = folderWith({ ...TWO, 'migrations/0001_users.up.sql': 'CREATE TABLE other (id INTEGER);' })
    await refused(folder, ['up', '--url', url], 5, /0001_users\.up\.sql: .*0001_users\.sql holds the way up of '0001_users' already/)
  })

  it('an empty way up is named with its file', async () => {
    const folder = folderWith({ ...TWO, 'migrations/0003_empty.sql': '-- migrate:up\n-- nothing yet\n-- migrate:down\n' })
    await refused(folder, ['up', '--url', url], 5, /0003_empty\.sql: there is no statement for the way up/)
  })

  it('a missing way down is a refusal, not a skipped migration', async () => {
    const folder = folderWith({ ...TWO, 'migrations/0003_final.sql': 'CREATE TABLE final (id INTEGER);' })
    await migrate(folder, ['up', '--url', url])
    await refused(folder, ['down', '--url', url, '--yes'], 2, /Migration '0003_final' has no 'down'/)
  })

  it('a migration without SQL for this engine is refused, unless it is said to be empty', async () => {
    const folder = folderWith({ ...TWO, 'migrations/0003_rls.postgres.sql': 'ALTER TABLE users ENABLE ROW LEVEL SECURITY;' })
    await refused(folder, ['up', '--url', url], 2, /Migration '0003_rls' has variants for postgres and none for/)
    expect(await migrate(folder, ['up', '--url', url, '--missing-variant', 'empty'])).toMatchObject({ code: 0 })
    expect((await migrate(folder, ['status', '--check', '--url', url])).code).toBe(0)
  })

  it('an applied migration that the code lost stops everything but reading', async () => {
    const folder = folderWith(TWO)
    await migrate(folder, ['up', '--url', url])
    rmSync(join(folder, 'migrations/0002_posts.sql'))
    write(folder, { 'migrations/0003_tags.sql': 'CREATE TABLE tags (id INTEGER);' })
    await refused(folder, ['up', '--url', url], 2, /Migration '0002_posts' is applied and the code does not have it/)
    expect(await migrate(folder, ['status', '--url', url])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^unknown\tapp\t0002_posts\t/m) as string,
    })
    expect((await migrate(folder, ['status', '--url', url, '--check'])).code).toBe(2)
  })

  it('a migration that was edited after it ran is named', async () => {
    const folder = folderWith(TWO)
    await migrate(folder, ['up', '--url', url])
    write(folder, { 'migrations/0001_users.sql': TWO['migrations/0001_users.sql'].replace('name TEXT', 'name TEXT NOT NULL') })
    await refused(folder, ['up', '--url', url], 2, /Migration '0001_users' was changed after it was applied/)
    await refused(folder, ['validate', '--url', url], 2, /Migration '0001_users' was changed/)
  })

  it('a migration older than an applied one is refused, unless any order is allowed', async () => {
    const folder = folderWith(TWO)
    await migrate(folder, ['up', '--url', url])
    write(folder, { 'migrations/0001_accounts.sql': 'CREATE TABLE accounts (id INTEGER);' })
    await refused(folder, ['up', '--url', url], 2, /Migration '0001_accounts' is not applied, and '0002_posts', which comes after it, is/)
    expect(await migrate(folder, ['up', '--url', url, '--order', 'any'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('applied 0001_accounts') as string,
    })
  })

  it.each(['up', 'up --dry-run', 'plan'])('a table that is there already is named by %s, before anything runs', async (command) => {
    const folder = folderWith(TWO)
    const database = new BetterSqlite3(join(folder, 'app.db'))
    database.exec('CREATE TABLE posts (id INTEGER PRIMARY KEY)')
    database.close()
    const words =
      /Migration '0002_posts' would make the table, view or sequence 'posts' at .*0002_posts\.sql:\d+:1, and something of that name is there already\. Nothing of line 'app' was run\./
    await refused(folder, [...command.split(' '), '--url', url], 2, words)
  })

  it.each(['up', 'status', 'validate'])('C-D13: a table of that name made by another tool is not touched by %s', async (command) => {
    const folder = folderWith(TWO)
    const database = new BetterSqlite3(join(folder, 'app.db'))
    database.exec('CREATE TABLE migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, timestamp BIGINT NOT NULL, name VARCHAR NOT NULL)')
    database.close()
    await refused(folder, [command, '--url', url], 2, /The table 'migrations' was made by TypeORM/)
  })

  it('a folder that may not be written is named', async () => {
    const folder = folderWith(TWO)
    mkdirSync(join(folder, 'locked'))
    chmodSync(join(folder, 'locked'), 0o555)
    await refused(folder, ['up', '--url', url.replace('app.db', 'locked/app.db')], 4, /the folder locked may not be written/, {
      through: BOUND_BY_PERMISSIONS,
    })
  })

  it('a database file that may not be written rolls back', async () => {
    const folder = folderWith(TWO)
    await migrate(folder, ['up', '--url', url])
    write(folder, { 'migrations/0003_tags.sql': 'CREATE TABLE tags (id INTEGER);' })
    chmodSync(join(folder, 'app.db'), 0o444)
    await refused(folder, ['up', '--url', url], 1, /'0003_tags' failed: attempt to write a readonly database/, {
      through: BOUND_BY_PERMISSIONS,
    })
  })

  it('a full disk rolls the migration back and says so', async () => {
    const rows = Array.from({ length: 400 }, () => `INSERT INTO big VALUES ('${'x'.repeat(1_000)}');`).join('\n')
    const folder = folderWith({ 'migrations/0001_big.sql': `CREATE TABLE big (text TEXT);\n${rows}\n` })
    // What no disk is needed for: no file of this process may grow beyond 100 blocks of 512 or 1024 bytes.
    const limited = ['sh', '-c', 'ulimit -f 100; exec "$@"', 'sh']
    const ended = await migrate(folder, ['up', '--url', url], { through: limited })
    expectReadable(ended, 1, /'0001_big'.*(?:disk I\/O error|database or disk is full)/)
    expect(ended.stderr).toMatch(/database: 0001_big was rolled back: nothing of it is in the database\./)
    expect(ended.stderr).toMatch(/next: Make room on the disk/)
    const after = new BetterSqlite3(join(folder, 'app.db'))
    expect(after.prepare('SELECT name FROM sqlite_schema').all(), 'not even the tables of the history').toEqual([])
    expect(after.pragma('integrity_check', { simple: true })).toBe('ok')
    after.close()
    expect(await migrate(folder, ['up', '--url', url])).toMatchObject({ code: 0 })
  })

  it('a first migration that fails leaves no table behind, the history included', async () => {
    const folder = folderWith({ 'migrations/0001_bad.sql': 'CREATE TABLE half (id INTEGER);\nINSERT INTO nowhere VALUES (1);\n' })
    expectReadable(await migrate(folder, ['up', '--url', url]), 1, /'0001_bad' failed/)
    const after = new BetterSqlite3(join(folder, 'app.db'))
    expect(after.prepare('SELECT name FROM sqlite_schema').all()).toEqual([])
    after.close()
    expect(await migrate(folder, ['status', '--url', url])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('pending\tapp\t0001_bad') as string,
    })
  })

  it.each(['delete', 'wal'])(
    'a database that somebody else holds is given up in time, with not a byte changed (journal mode %s)',
    async (mode) => {
      const folder = folderWith(TWO)
      const made = new BetterSqlite3(join(folder, 'app.db'))
      made.pragma(`journal_mode = ${mode}`)
      made.exec('CREATE TABLE theirs (id INTEGER)')
      made.close()
      // Read while nobody has it open: a process that closes a file loses every lock that it has on it.
      const before = bytesOf(folder)
      const holder = new BetterSqlite3(join(folder, 'app.db'))
      holder.exec('BEGIN EXCLUSIVE')
      expectReadable(
        await migrate(folder, ['up', '--url', url, '--wait-timeout', '200ms']),
        3,
        /Another process holds the database|Somebody else held/,
      )
      holder.exec('ROLLBACK')
      // The last connection puts what a log holds into the database, and removes the files beside it.
      holder.close()
      expect(bytesOf(folder)).toEqual(before)
    },
  )

  it.each(['up', 'status', 'doctor'])('a file that is no database is left as it is by %s', async (command) => {
    const folder = folderWith(TWO)
    writeFileSync(join(folder, 'app.db'), 'these are the notes of a meeting, and not a database.\n'.repeat(100))
    const before = bytesOf(folder)
    const { code, stdout, stderr } = await migrate(folder, [command, '--url', url])
    expect(code).toBe(4)
    expect(stdout + stderr).toMatch(/not a database/)
    expect(bytesOf(folder)).toEqual(before)
  })

  it('a folder instead of a file is called one', async () => {
    const folder = folderWith(TWO)
    mkdirSync(join(folder, 'app.db'))
    await refused(folder, ['up', '--url', url], 4, /app\.db is a folder, and a database is a file/)
  })

  it('P-D3: a database in a folder that does not exist makes no folder', async () => {
    const folder = folderWith(TWO)
    await refused(folder, ['up', '--url', url.replace('app.db', 'data/app.db')], 4, /there is no folder data to make data\/app\.db in/)
    expect(existsSync(join(folder, 'data'))).toBe(false)
  })

  it('C-D14: a statement that the database refuses is shown where it stands', async () => {
    const folder = folderWith({
      ...TWO,
      'migrations/0003_bad.sql': '-- migrate:up\r\nCREATE TABLE ok (id INTEGER);\r\n\r\n  INSERT INTO nowhere VALUES (1);\r\n',
    })
    const ended = await migrate(folder, ['up', '--url', url])
    expectReadable(ended, 1, /Migration '0003_bad' failed/)
    expect(ended.stderr).toContain('at migrations/0003_bad.sql:4:3\n  4 |   INSERT INTO nowhere VALUES (1);\n    |   ^\n')
    expect(ended.stderr).toContain(
      'database: 0003_bad was rolled back: nothing of it is in the database. 0001_users, 0002_posts applied before it, and that holds.',
    )
    expect(ended.stdout).toMatch(/^applied 0001_users \(.*\)\napplied 0002_posts \(.*\)\n$/)
  })
})

describe('an unreachable server', () => {
  it('is exit code 4, with the address and without the token', async () => {
    const folder = folderWith(TWO)
    // Port 1 of this machine: nobody listens there, and fetch does not refuse it by itself as it does lower-case services.
    const before = bytesOf(folder)
    const ended = await migrate(folder, ['up', '--url', 'ws://127.0.0.1:1?authToken=s3cr3t-t0ken'])
    expectReadable(ended, 4, /The database cannot be reached/)
    expect(ended.stdout + ended.stderr).not.toContain('s3cr3t-t0ken')
    expect(bytesOf(folder)).toEqual(before)
  })
})

describe('a text in DATABASE_URL that was never meant as an address', () => {
  it.each([
    '"postgres://u:s3cretpw@127.0.0.1:1/db"',
    `'mysql://u:s3cretpw@127.0.0.1:1/db'`,
    'u:s3cretpw@tcp(127.0.0.1:3306)/db',
    'postgres:u:s3cretpw@h/db',
    'host=localhost password=s3cretpw dbname=x',
    '"file:app.db"',
  ])('is exit code 5, makes no file and is not repeated: %s', async (address) => {
    for (const args of [['up'], ['up', '--verbose'], ['up', '--json'], ['wait', '--wait-timeout', '0']]) {
      const folder = folderWith(TWO)
      const { code, stdout, stderr } = await migrate(folder, args, { env: { DATABASE_URL: address } })
      expect({ args, code, said: stdout + stderr }).toEqual({
        args,
        code: 5,
        said: expect.stringContaining('The address of the database (from DATABASE_URL) ') as string,
      })
      expect(stdout + stderr).not.toMatch(/s3cretpw/)
      expect(readdirSync(folder)).toEqual(['migrations'])
    }
    const misplaced = await migrate(folderWith(TWO), ['up', address])
    expect(misplaced).toMatchObject({ code: 5, stdout: '' })
    expect(misplaced.stderr).not.toContain('s3cretpw')
  })
})

describe('a package that is not installed', () => {
  /** A command line that has no drivers beside it. */
  function alone(folder: string): { readonly main: string } {
    const copy = join(folder, 'node_modules/@godwit/cli/dist')
    cpSync(dirname(MAIN), copy, { recursive: true })
    return { main: join(copy, 'main.js') }
  }

  it.each([
    ['postgres://app:hunter2@db/app', '@godwit/driver-pg', '@godwit/driver-pg pg'],
    ['postgresql+asyncpg://app:hunter2@db/app', '@godwit/driver-pg', '@godwit/driver-pg pg'],
    ['mysql+pymysql://app:hunter2@db/app', '@godwit/driver-mysql', '@godwit/driver-mysql mysql2'],
    ['mariadb://app:hunter2@db/app', '@godwit/driver-mysql', '@godwit/driver-mysql mysql2'],
  ])('is named with the command that installs it: %s', async (url, name, packages) => {
    const folder = folderWith(TWO)
    await refused(
      folder,
      ['up', '--url', url],
      5,
      new RegExp(`The package ${name} is not installed\\.\\n {2}next: Install it: \`npm install ${packages}\``),
      alone(folder),
    )
  })

  it('is installed with the package manager whose lockfile is there', async () => {
    const folder = folderWith({ ...TWO, 'pnpm-lock.yaml': '' })
    await refused(folder, ['status', '--url', 'postgres://db/app'], 5, /`pnpm add @godwit\/driver-pg pg`/, alone(folder))
  })

  it('may be the client alone', async () => {
    const folder = folderWith({
      ...TWO,
      'package.json': '{}',
      'node_modules/@godwit/driver-pg/package.json': '{ "name": "@godwit/driver-pg", "type": "module", "exports": "./index.js" }',
      'node_modules/@godwit/driver-pg/index.js': 'export function pg() {}',
    })
    await refused(
      folder,
      ['up', '--url', 'postgres://db/app'],
      5,
      /The package pg is not installed\.\n {2}next: Install it: `npm install pg`/,
      alone(folder),
    )
  })
})

describe('a password', () => {
  /** Refuses in the words of a careless client: the address as it got it, and the password decoded. */
  const CARELESS = `import { postgres } from '${import.meta.resolve('@godwit/core/driver')}'
export function pg(url) {
  const password = /:\\/\\/[^:]*:(.*)@/s.exec(url)[1]
  const plain = (() => { try { return decodeURIComponent(password) } catch { return password } })()
  const error = () => Object.assign(new Error('cannot reach ' + url + ' with ' + JSON.stringify(plain) + ' (' + plain + ')', { cause: new Error(url) }),
    { [Symbol.for('godwit.DriverError')]: true, reason: 'connection', outcome: 'not-applied', retryable: false })
  return { name: 'pg', dialect: postgres, capabilities: {}, open: async () => { throw error() }, close: async () => {} }
}
`
  const project = {
    ...TWO,
    'package.json': '{}',
    'node_modules/@godwit/driver-pg/package.json': '{ "name": "@godwit/driver-pg", "type": "module", "exports": "./index.js" }',
    'node_modules/@godwit/driver-pg/index.js': CARELESS,
    'node_modules/pg/package.json': '{ "name": "pg", "main": "index.js" }',
    'node_modules/pg/index.js': '',
  }

  it.each(['s3c@:/#%$r3t', `s3c@'" r3t`])('made of %s is printed by no command, in no form', async (password) => {
    const folder = folderWith(project)
    const printed = await Promise.all(
      [password, encodeURIComponent(password)].flatMap((written) =>
        [
          ['up', '--url', `postgres://app:${written}@db/app`],
          ['status', '--verbose', '--url', `postgresql+asyncpg://app:${written}@db/app`],
          ['doctor', '--url', `postgres://app:${written}@db/app`],
          ['up', '--json', '--url', `postgres://app:${written}@db/app`],
          ['doctor', '--json', '--url', `postgres://app:${written}@db/app`],
          ['up', '--url', `postgers://app:${written}@db/app`],
          ['up', `postgres://app:${written}@db/app`],
          ['up', '--json', `--order=postgres://app:${written}@db/app`],
        ].map(async (args) => ({ args, ...(await migrate(folder, args)) })),
      ),
    )
    for (const { args, code, stdout, stderr } of printed) {
      expect({ args, code, text: stdout + stderr }).toEqual({
        args,
        code: expect.toBeOneOf([4, 5]) as number,
        text: expect.not.stringMatching(/s3c|r3t/) as string,
      })
      if (args.includes('--json')) expect(JSON.parse(stdout)).toMatchObject({ exitCode: code })
      expect(stdout + stderr).toMatch(/app:\*\*\*@db\/app/)
    }
  })
})

describe('wrong usage', () => {
  it.each([
    [['up'], /No database was named/],
    [['up', '--url', 'app.db', '--dir', 'nowhere'], /There is no folder of migrations nowhere/],
    [['up', '--url', 'postgers://db/app'], /No driver reads `postgers:`/],
    [['up', '--url', 'app.db', '--to', '0001_users', '--steps', '1'], /--to and --steps exclude each other/],
    [['up', '--url', 'app.db', '--steps', '-1'], /--steps cannot be `-1`/],
    [['up', '--url', 'app.db', '--steps', '1.5'], /--steps cannot be `1\.5`/],
    [['up', '--url', 'app.db', '--wait-timeout', 'soon'], /--wait-timeout cannot be read as a time: `soon`/],
    [['up', '--url', 'app.db', '--line', 'agents'], /There is no line `agents`/],
    [['up', '--url', 'app.db', '--database', 'main'], /There is no database `main`: there is no configuration file/],
    [['up', '--url', 'app.db', '--config', 'nowhere.mjs'], /There is no configuration file nowhere\.mjs/],
    [['plan', 'sideways', '--url', 'app.db'], /A plan goes up or down; `sideways` is neither/],
    [['new', '???'], /A name needs letters or digits/],
    [['bogus'], /There is no command `bogus`/],
  ])('%j is exit code 5 and writes nothing', async (args, words) => {
    await refused(folderWith(TWO), args, 5, words)
  })
})

it('the tests run what was built', () => {
  expect(existsSync(MAIN), 'run `npm run build` first').toBe(true)
})
