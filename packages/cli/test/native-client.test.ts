// Owns: what a person reads when a client is installed and cannot be loaded, on a client that really cannot.
// Must not know: how it is found out.

import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { BUILT, layOutBetterSqlite3, layOutDriver, layOutLibsql, nativePartOfLibsql } from './laid-out.ts'
import { folderWith, migrate, TWO, write, type Ended } from './spawned.ts'

type Files = Readonly<Record<string, string>>

const PROJECT = { ...TWO, 'package.json': '{}' }
const BUILT_FOLDER = 'node_modules/better-sqlite3/build'
const PART = `node_modules/${nativePartOfLibsql()}`

function withBetterSqlite3(files: Files = {}): string {
  const folder = folderWith({ ...PROJECT, ...files })
  layOutDriver(folder, 'better-sqlite3')
  layOutBetterSqlite3(folder)
  return folder
}

function withLibsql(): string {
  const folder = folderWith(PROJECT)
  layOutDriver(folder, 'libsql')
  layOutLibsql(folder)
  return folder
}

/** As `npm install --ignore-scripts` leaves it. */
function unbuilt(files: Files = {}): string {
  const folder = withBetterSqlite3(files)
  rmSync(join(folder, BUILT_FOLDER), { recursive: true })
  return folder
}

/** To the operating system a text is as foreign as a program of another platform. */
const FOREIGN = 'this is no shared library'

function foreign(): string {
  const folder = unbuilt()
  write(folder, { [`node_modules/better-sqlite3/${BUILT}`]: FOREIGN })
  return folder
}

/** As `npm install --omit=optional` leaves it, or a folder that was copied from another platform. */
function withoutPart(): string {
  const folder = withLibsql()
  rmSync(join(folder, PART))
  return folder
}

function withForeignPart(): string {
  const folder = withoutPart()
  write(folder, { [`${PART}/package.json`]: '{ "main": "index.node" }', [`${PART}/index.node`]: FOREIGN })
  return folder
}

const BETTER = 'The package better-sqlite3 is installed, and its native part cannot be loaded: '
const LIBSQL = 'The package @libsql/client is installed, and its native part cannot be loaded: '
const BUILD = 'Build it for this Node: `npm rebuild better-sqlite3 --ignore-scripts=false`.'
const INSTALL = 'Remove node_modules and install on this platform: `npm install --include=optional`.'

const CASES = [
  {
    about: 'better-sqlite3 of another platform',
    project: foreign,
    url: 'sqlite:app.db',
    what: BETTER,
    where: `node_modules/better-sqlite3/${BUILT}`,
    next: BUILD,
  },
  {
    about: 'better-sqlite3 whose install script did not run',
    project: unbuilt,
    url: 'sqlite:app.db',
    what: `${BETTER}Could not locate the bindings file. `,
    where: 'node_modules/better-sqlite3/build/better_sqlite3.node',
    next: BUILD,
  },
  {
    about: 'libsql without the package of this platform',
    project: withoutPart,
    url: 'file:app.db',
    what: `${LIBSQL}Cannot find module '${nativePartOfLibsql()}' `,
    where: 'node_modules/libsql/index.js',
    next: INSTALL,
  },
  {
    about: 'libsql with a package of another platform',
    project: withForeignPart,
    url: 'file:app.db',
    what: LIBSQL,
    where: `${PART}/index.node`,
    next: INSTALL,
  },
] as const

/** What, where, what is true of the database, what to do: four lines, and the code of a package that is missing. */
function expectTold({ code, stdout, stderr }: Ended, what: string, where: string, url: string, next: string): void {
  const [first = '', second, ...rest] = stderr.trimEnd().split('\n')
  expect({ code, stdout, second, rest }).toEqual({
    code: 5,
    stdout: '',
    second: expect.stringMatching(new RegExp(`^ {2}at ${url.replace(/^sqlite:/, '')} · `)) as string,
    rest: ['  database: It was not opened.', `  next: ${next}`],
  })
  expect(first).toMatch(/^error: The client of the database cannot be loaded \(while /)
  expect(first).toContain(what)
  expect(first).toContain(where)
}

describe.each(CASES)('$about', ({ project, url, what, where, next }) => {
  it.each(['up', 'status', 'plan', 'validate', 'wait'])('is told by %s, and no database is made', async (command) => {
    const folder = project()
    expectTold(await migrate(folder, [command, '--url', url]), what, where, url, next)
    expect(existsSync(join(folder, 'app.db'))).toBe(false)
  })

  it('is a driver that is not there to `migrate doctor`, and nothing is said of the connection', async () => {
    const { code, stdout } = await migrate(project(), ['doctor', '--json', '--url', url])
    const { result } = JSON.parse(stdout) as { readonly result: { readonly checks: readonly { readonly name: string }[] } }
    expect({ code, checks: result.checks.filter(({ name }) => name === 'driver' || name === 'connection') }).toEqual({
      code: 5,
      checks: [
        { name: 'driver', state: 'failed', message: expect.stringContaining(what) as string, remedy: next },
        { name: 'connection', state: 'skipped', message: 'not looked at', remedy: '' },
      ],
    })
  })

  it('has its own reason in the document', async () => {
    const { code, stdout } = await migrate(project(), ['status', '--json', '--url', url])
    const { result } = JSON.parse(stdout) as { readonly result: object }
    expect({ code, result }).toMatchObject({
      code: 5,
      result: {
        error: { code: 'DATABASE', retryable: false, details: { reason: 'client' }, database: 'It was not opened.', remedy: next },
      },
    })
  })

  it('goes before what is the matter with the file', async () => {
    const lost = url.replace('app.db', 'data/app.db')
    expectTold(await migrate(project(), ['up', '--url', lost]), what, where, lost, next)
  })
})

describe('the next step', () => {
  it.each([
    ['pnpm-lock.yaml', 'Build it for this Node: `pnpm approve-builds`, then `pnpm rebuild better-sqlite3`.'],
    ['yarn.lock', 'Build it for this Node: `yarn rebuild better-sqlite3` (Yarn 1: `yarn install --force`).'],
    ['bun.lock', 'Build it for this Node: `bun pm trust better-sqlite3`, then `bun install --force`.'],
    ['package-lock.json', BUILD],
  ])('is in the words of the package manager whose lockfile is there: %s', async (lockfile, next) => {
    const ended = await migrate(unbuilt({ [lockfile]: '' }), ['up', '--url', 'sqlite:app.db'])
    expectTold(ended, BETTER, 'better_sqlite3.node', 'app.db', next)
  })

  it('is the same for a driver that the configuration makes', async () => {
    const config = "import { betterSqlite3 } from '@godwit/driver-better-sqlite3'\nexport default { driver: betterSqlite3('app.db') }\n"
    const { code, stderr } = await migrate(unbuilt({ 'migrate.config.mjs': config, 'pnpm-lock.yaml': '' }), ['up'])
    expect(code).toBe(5)
    expect(stderr).toContain('\n  next: Build it for this Node: `pnpm approve-builds`, then `pnpm rebuild better-sqlite3`.\n')
  })

  it('is to install a client that is not there, where the configuration makes the driver', async () => {
    const config = "import { betterSqlite3 } from '@godwit/driver-better-sqlite3'\nexport default { driver: betterSqlite3('app.db') }\n"
    const folder = folderWith({ ...PROJECT, 'migrate.config.mjs': config })
    layOutDriver(folder, 'better-sqlite3')
    const { code, stderr } = await migrate(folder, ['up'])
    expect({ code, stderr }).toEqual({
      code: 5,
      stderr: expect.stringMatching(
        /: The package better-sqlite3 is not installed\.\n(?:.*\n)* {2}next: Install it: `npm install better-sqlite3`\.\n$/,
      ) as string,
    })
  })
})

it('a package that the client needs is not taken for the client', async () => {
  const folder = withLibsql()
  rmSync(join(folder, 'node_modules/@libsql/core'))
  const what = "The package @libsql/client is installed, and cannot be loaded: Cannot find package '@libsql/core' "
  expectTold(await migrate(folder, ['up', '--url', 'file:app.db']), what, '@libsql/client/lib-esm/sqlite3.js', 'file:app.db', INSTALL)
})

it.each([
  ['better-sqlite3', withBetterSqlite3, 'sqlite:app.db'],
  ['libsql', withLibsql, 'file:app.db'],
])('the project with %s works before its client is spoiled', async (_, project, url) => {
  expect(await migrate(project(), ['up', '--url', url])).toMatchObject({ code: 0, stderr: '' })
})
