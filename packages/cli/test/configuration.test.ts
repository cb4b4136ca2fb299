// Owns: where settings come from, which of them wins, and what is said when they cannot be used.
// Must not know: what commands do with them.

import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { documentOf } from './document.ts'
import { folderWith, MAIN, migrate, TWO, write } from './spawned.ts'

const INSTALLED = fileURLToPath(new URL('../node_modules', import.meta.url))

/** A project in which what this package has installed is installed. */
function projectWith(files: Readonly<Record<string, string>>): string {
  const folder = folderWith(files)
  symlinkSync(INSTALLED, join(folder, 'node_modules'))
  return folder
}

describe('without a configuration file', () => {
  it('DATABASE_URL and ./migrations are enough', async () => {
    const folder = folderWith(TWO)
    expect(await migrate(folder, ['up'], { env: { DATABASE_URL: 'file:app.db' } })).toMatchObject({ code: 0, stderr: '' })
    expect(existsSync(join(folder, 'app.db'))).toBe(true)
  })

  it('--url goes before DATABASE_URL, --dir before ./migrations', async () => {
    const folder = folderWith({ ...TWO, 'sql/0001_other.sql': 'CREATE TABLE other (id INTEGER);' })
    const { stdout } = await migrate(folder, ['up', '--url', 'sqlite:flag.db', '--dir', 'sql'], { env: { DATABASE_URL: 'sqlite:env.db' } })
    expect(stdout).toContain('applied 0001_other')
    expect([existsSync(join(folder, 'flag.db')), existsSync(join(folder, 'env.db'))]).toEqual([true, false])
  })

  it('--env-file is read first', async () => {
    const folder = folderWith({ ...TWO, 'prod.env': 'DATABASE_URL=sqlite:from-env-file.db\n' })
    expect(await migrate(folder, ['up', '--env-file', 'prod.env'])).toMatchObject({ code: 0 })
    expect(existsSync(join(folder, 'from-env-file.db'))).toBe(true)
  })

  it('--env-file may begin with a mark, and goes behind what the environment says', async () => {
    const folder = folderWith({ ...TWO, 'prod.env': '\uFEFFDATABASE_URL="sqlite:marked.db"\r\n# no more\r\n' })
    expect(await migrate(folder, ['up', '--env-file', 'prod.env'])).toMatchObject({ code: 0, stderr: '' })
    expect(await migrate(folder, ['up', '--env-file', 'prod.env'], { env: { DATABASE_URL: 'sqlite:own.db' } })).toMatchObject({ code: 0 })
    expect([existsSync(join(folder, 'marked.db')), existsSync(join(folder, 'own.db'))]).toEqual([true, true])
  })

  // Started so that Node leaves the flag alone: Node 20 takes it wherever it stands.
  it.each([
    ['nowhere.env', /^error: There is no file nowhere\.env\.\n {2}next: Correct --env-file\./],
    ['migrations', /^error: migrations cannot be read: it is a folder\.\n {2}next: /],
    ['utf16.env', /^error: utf16\.env cannot be read: it is not UTF-8\.\n {2}next: Save it as UTF-8\./],
  ])('--env-file %s is refused in words', async (file, words) => {
    const folder = folderWith(TWO)
    writeFileSync(join(folder, 'utf16.env'), Buffer.from('\uFEFFDATABASE_URL=sqlite:app.db', 'utf16le'))
    const { code, stderr } = await migrate(folder, ['up', '--env-file', file], { through: ['sh', '-c', 'exec "$0" -- "$@"'] })
    expect({ code, stderr }).toEqual({ code: 5, stderr: expect.stringMatching(words) as string })
  })

  it.each([
    ['libsql', 'app.db', 'app.db'],
    ['libsql', 'sqlite:app.db', 'app.db'],
    ['better-sqlite3', 'file:app.db', 'file:app.db'],
    ['better-sqlite3', 'file::memory:', 'file::memory:'],
  ])('where %s alone is installed, it reads %s', async (driver, url, shown) => {
    const folder = folderWith(TWO)
    const copy = join(folder, 'node_modules/@godwit/cli/dist')
    cpSync(dirname(MAIN), copy, { recursive: true })
    symlinkSync(join(INSTALLED, `@godwit/driver-${driver}`), join(folder, `node_modules/@godwit/driver-${driver}`))
    const { code, stdout } = await migrate(folder, ['up', '--json', '--url', url], { main: join(copy, 'main.js') })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ database: { driver, url: shown } })
    expect(existsSync(join(folder, 'app.db'))).toBe(url.endsWith('app.db'))
  })
})

describe('a configuration file', () => {
  it.each(['migrate.config.cjs', 'migrate.config.cts', 'migrate.config.json'])('%s is refused, and not passed over', async (name) => {
    const folder = folderWith({ ...TWO, [name]: '{}' })
    mkdirSync(join(folder, 'deep'))
    expect(await migrate(join(folder, 'deep'), ['up'], { env: { DATABASE_URL: 'sqlite:app.db' } })).toMatchObject({
      code: 5,
      stdout: '',
      stderr: expect.stringMatching(
        new RegExp(`^error: \\.\\./${name} is no configuration that is read here\\.\n {2}next: Name it`),
      ) as string,
    })
    write(folder, { 'deep/migrate.config.mjs': "export default { url: 'sqlite:app.db', dir: '../migrations' }" })
    expect(await migrate(join(folder, 'deep'), ['up'])).toMatchObject({ code: 0 })
  })

  it('is found upward, and its paths count from where it lies', async () => {
    const folder = folderWith({ ...TWO, 'migrate.config.mjs': "export default { url: 'sqlite:app.db' }" })
    mkdirSync(join(folder, 'src/deep'), { recursive: true })
    expect(await migrate(join(folder, 'src/deep'), ['up'])).toMatchObject({ code: 0, stderr: '' })
    expect(existsSync(join(folder, 'app.db'))).toBe(true)
  })

  it.each([
    ['a function', "export default () => ({ url: 'sqlite:app.db' })"],
    ['an async function', "export default async () => ({ url: 'sqlite:app.db' })"],
    ['a promise', "export default Promise.resolve({ url: 'sqlite:app.db' })"],
    ['what defineConfig returns', "import { defineConfig } from '@godwit/cli'\nexport default defineConfig({ url: 'sqlite:app.db' })"],
  ])('may be %s', async (_what, text) => {
    const folder = projectWith({ ...TWO, 'migrate.config.mjs': text })
    mkdirSync(join(folder, 'elsewhere/node_modules/@godwit'), { recursive: true })
    symlinkSync(dirname(dirname(MAIN)), join(folder, 'elsewhere/node_modules/@godwit/cli'))
    write(folder, { 'elsewhere/migrate.config.mjs': text })
    expect(await migrate(folder, ['up', '--config', 'elsewhere/migrate.config.mjs', '--dir', 'migrations'])).toMatchObject({
      code: 0,
      stderr: '',
    })
    expect(existsSync(join(folder, 'elsewhere/app.db'))).toBe(true)
  })

  it('and migrations may be TypeScript, with what types alone do not say', async () => {
    const folder = folderWith({
      'migrate.config.ts': "enum Name { App = 'app' }\nconst url: string = `sqlite:${Name.App}.db`\nexport default { url } as const\n",
      'migrations/0001_users.ts':
        'enum Table { Users = "users" }\nexport const up: string[] = [`CREATE TABLE ${Table.Users} (id INTEGER)`]\nexport const down = [`DROP TABLE users`]\n',
    })
    expect(await migrate(folder, ['up'])).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('applied 0001_users') as string,
    })
  })

  it('may make the driver itself', async () => {
    const folder = projectWith({
      ...TWO,
      'migrate.config.mjs':
        "import { betterSqlite3 } from '@godwit/driver-better-sqlite3'\nexport default { driver: () => betterSqlite3(new URL('own.db', import.meta.url).pathname) }",
    })
    const { code, stdout } = await migrate(folder, ['up', '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ database: { driver: 'better-sqlite3', url: null } })
    expect(existsSync(join(folder, 'own.db'))).toBe(true)
  })

  it('may name the table, the order and the mode of commits', async () => {
    const folder = folderWith({
      ...TWO,
      'migrations/0003_bad.sql': 'INSERT INTO nowhere VALUES (1);',
      'migrate.config.mjs': "export default { url: 'sqlite:app.db', table: 'history', order: 'any', commit: 'per-run' }",
    })
    expect(await migrate(folder, ['up'])).toMatchObject({ code: 1 })
    expect((await migrate(folder, ['status'])).stdout).not.toContain('applied')
  })

  it.each(['sqlite:app.db', 'file:app.db'])(
    'commits per run: what ran and was undone is told, and is not called untouched (%s)',
    async (url) => {
      const folder = folderWith({
        ...TWO,
        'migrations/0003_bad.sql': 'INSERT INTO nowhere VALUES (1);',
        'migrations/0004_later.sql': 'SELECT 1;',
        'migrate.config.mjs': `export default { url: '${url}', commit: 'per-run' }`,
      })
      expect(await documentOf(folder, 'up')).toMatchObject({
        result: { runs: [{ failed: { id: '0003_bad' }, done: [], undone: ['0001_users', '0002_posts'], left: ['0004_later'] }] },
      })
      expect((await migrate(folder, ['up'])).stderr).toContain(
        'database: 0003_bad was rolled back: nothing of it is in the database. 0001_users, 0002_posts ran before it in the same transaction, and were rolled back with it. 0004_later was not begun.',
      )
    },
  )

  it.each([
    ["export default { urll: 'x' }", /there is no setting `urll`\.\n {2}next: Did you mean `url`\?/],
    ["export default { databases: { main: { dirr: 'x' } } }", /there is no setting `databases\.main\.dirr`/],
    ["export default { url: 'x', driver: () => 1 }", /`url` and `driver` exclude each other/],
    [
      "export default { url: 'sqlite:app.db', schema: 'ops' }",
      /The option 'schema' cannot be used on sqlite: all tables of a database are in one/,
    ],
    ["export default { url: 'sqlite:app.db', requires: 'agents' }", /`requires` is not a list of texts/],
    ["export default { url: 'sqlite:app.db', requires: ['agents>'] }", /agents>/],
    ["export default { url: 'sqlite:app.db', lines: [1] }", /`lines\[0\]` is not a line: it is not an object/],
    ["export default { url: 'sqlite:app.db', lines: [null] }", /`lines\[0\]` is not a line: it is not an object/],
    ["export default { url: 'sqlite:app.db', lines: [{}] }", /`lines\[0\]` is not a line: it has no name/],
    ["export default { url: 'sqlite:app.db', lines: [{ name: 'x' }] }", /`lines\[0\]` is not a line: its migrations are not a list/],
    [
      "export default { url: 'sqlite:app.db', lines: [{ name: 'x', migrations: [], requires: 'app' }] }",
      /`lines\[0\]` is not a line: what it requires is not a list of texts/,
    ],
    [
      "export default { databases: { main: { url: 'sqlite:app.db', lines: [{ name: 'x' }] } } }",
      /`databases\.main\.lines\[0\]` is not a line/,
    ],
    [
      "export default { url: 'sqlite:app.db', lines: [{ name: 'x', migrations: [{ id: '1', description: 'd', up: 'create table a (b)' }] }] }",
      /Migration '1' cannot be used: its `up` is a text; write a list of texts/,
    ],
    ['export default { driver: () => {} }', /`driver` in migrate\.config\.mjs made no driver: it is not an object/],
    ['export default { driver: () => ({ open() {} }) }', /`driver` in migrate\.config\.mjs made no driver: it has no `name`/],
    [
      "export default { driver: { name: 'x', dialect: {}, capabilities: {}, open() {} } }",
      /`driver` is not a driver or a function that makes one: it has no `close`/,
    ],
    ["export default { driver: () => { throw new Error('boom') } }", /`driver` in migrate\.config\.mjs could not be made: boom/],
    ["export default { order: 'reverse' }", /`order` is not one of linear, any/],
    ['export default { url: 5 }', /`url` is not a text/],
    ['export const url = 5', /has no default export that is a configuration/],
    ["throw new Error('no vault today')", /cannot be read: no vault today/],
    ['export default {', /migrate\.config\.mjs cannot be read: /],
  ])('that says %j is refused', async (text, words) => {
    const { code, stderr } = await migrate(folderWith({ ...TWO, 'migrate.config.mjs': text }), ['status'])
    expect({ code, stderr }).toEqual({ code: 5, stderr: expect.stringMatching(words) as string })
    expect(stderr).not.toContain('report it')
    // The same words, whoever asks.
    const examined = await migrate(folderWith({ ...TWO, 'migrate.config.mjs': text }), ['doctor'])
    expect({ code: examined.code, stdout: examined.stdout }).toEqual({
      code: 5,
      stdout: expect.stringMatching(words.source.split('\\n')[0] ?? '') as string,
    })
  })
})

describe('several databases', () => {
  const CONFIG = {
    ...TWO,
    'migrate.config.mjs':
      "export default { dir: 'migrations', databases: { main: { url: 'sqlite:main.db' }, archive: { url: 'sqlite:archive.db', table: 'history' }, bare: {} } }",
  }

  it('are addressed by name, and share what stands beside them', async () => {
    const folder = folderWith(CONFIG)
    expect(await migrate(folder, ['up', '--database', 'archive'])).toMatchObject({ code: 0 })
    expect([existsSync(join(folder, 'archive.db')), existsSync(join(folder, 'main.db'))]).toEqual([true, false])
  })

  it.each([
    [[], /has several databases, and none was named\.\n {2}next: Write --database with one of main, archive, bare/],
    [['--database', 'archiv'], /There is no database `archiv`.*\n {2}next: Did you mean --database archive\?/],
    [['--database', 'toString'], /There is no database `toString`/],
    // What DATABASE_URL names is some other database.
    [['--database', 'bare'], /The database `bare` has neither a `url` nor a `driver`/],
  ])('%j is refused', async (args, words) => {
    const { code, stderr } = await migrate(folderWith(CONFIG), ['up', ...args], { env: { DATABASE_URL: 'sqlite:env.db' } })
    expect({ code, stderr }).toEqual({ code: 5, stderr: expect.stringMatching(words) as string })
  })
})

describe('several lines', () => {
  const CONFIG = {
    'migrations/0001_notes.sql':
      '-- migrate:up\nCREATE TABLE notes (agent INTEGER REFERENCES agents (id));\n-- migrate:down\nDROP TABLE notes;\n',
    'migrate.config.mjs': `const agents = { name: 'agents', migrations: [{ id: '001', description: 'agents', up: ['CREATE TABLE agents (id INTEGER PRIMARY KEY)'], down: ['DROP TABLE agents'] }] }
const chat = { name: 'chat', requires: ['agents>=001'], migrations: [{ id: '001', description: 'chat', up: ['CREATE TABLE chats (id INTEGER REFERENCES agents (id))'] }] }
export default { url: 'sqlite:app.db', lines: [chat, agents] }`,
  }

  it('go up in one call, each after what it requires', async () => {
    const { code, stdout } = await migrate(folderWith(CONFIG), ['up'])
    expect(code).toBe(0)
    expect(stdout.indexOf('applied agents/001')).toBeLessThan(stdout.indexOf('applied chat/001'))
    expect(stdout).toContain('applied 0001_notes')
  })

  it('go up before the folder that says it builds on them, and stay up as long as it does', async () => {
    const config = CONFIG['migrate.config.mjs'].replace('lines:', "requires: ['agents>=001'], lines:")
    const folder = folderWith({ ...CONFIG, 'migrate.config.mjs': config })
    const { code, stdout } = await migrate(folder, ['up'])
    expect(code).toBe(0)
    expect(stdout.indexOf('applied agents/001')).toBeLessThan(stdout.indexOf('applied 0001_notes'))
    const down = await migrate(folder, ['down', '--line', 'agents', '--yes'])
    expect({ code: down.code, stderr: down.stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/app/) as string })
  })

  it('are asked for by name where the folder builds on one that is not there', async () => {
    const folder = folderWith({ ...TWO, 'migrate.config.mjs': "export default { url: 'sqlite:app.db', requires: ['agents'] }" })
    const { code, stderr } = await migrate(folder, ['up'])
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("Line 'app' requires 'agents'") as string })
  })

  it.each([['plan'], ['up', '--dry-run'], ['validate'], ['doctor']])(
    'are looked at by %j as if those before had run, as they will have in the same call',
    async (...args) => {
      const folder = folderWith(CONFIG)
      const { code, stdout, stderr } = await migrate(folder, args)
      expect({ code, stderr, stdout }).toEqual({ code: 0, stderr: '', stdout: expect.stringContaining('chat') as string })
    },
  )

  it.each([['plan'], ['validate'], ['doctor'], ['up']])('are refused by %s where what one requires is not there', async (command) => {
    const short = CONFIG['migrate.config.mjs'].replace('agents>=001', 'agents>=002')
    const { code, stdout, stderr } = await migrate(folderWith({ ...CONFIG, 'migrate.config.mjs': short }), [command])
    expect(code).toBe(2)
    expect(stdout + stderr).toContain("Line 'chat' requires 'agents>=002'")
  })

  it.each([['plan'], ['up', '--dry-run'], ['up']])('are refused by %j, all of them, where two want one name', async (...args) => {
    const colliding = CONFIG['migrate.config.mjs'].replace('CREATE TABLE chats', 'CREATE TABLE NOTES')
    const folder = folderWith({ ...CONFIG, 'migrate.config.mjs': colliding })
    const { code, stdout, stderr } = await migrate(folder, args)
    expect(code).toBe(2)
    expect(stdout + stderr).toMatch(
      /'001' of line 'chat' .*'NOTES'.* migration '0001_notes' of line 'app' makes one of that name before it/s,
    )
    expect((await migrate(folder, ['status'])).stdout).not.toMatch(/^applied/m)
  })

  it('one of them is chosen with --line', async () => {
    const folder = folderWith(CONFIG)
    const { stdout } = await migrate(folder, ['up', '--line', 'agents'])
    expect(stdout).toMatch(/^applied agents\/001 .*\n1 migration of agents applied/)
    expect((await migrate(folder, ['status'])).stdout).toMatch(/^pending\tchat\t001\t/m)
  })

  it.each([
    [['down', '--yes'], /A way down works on one line, and there are several\.\n {2}next: Write --line with one of/],
    [['up', '--to', '001'], /A target or a plan works on one line/],
    [['up', '--line', 'agent'], /There is no line `agent`\.\n {2}next: Did you mean --line agents\?/],
  ])('%j is refused', async (args, words) => {
    const { code, stderr } = await migrate(folderWith(CONFIG), args)
    expect({ code, stderr }).toEqual({ code: 5, stderr: expect.stringMatching(words) as string })
  })
})
