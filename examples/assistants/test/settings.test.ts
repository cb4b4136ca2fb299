// Owns: where the settings come from, A-U3, and how the server is reached with them, A-F11, A-D11.
// Must not know: how they are read.

import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { proxy } from '@godwit/servers'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../src/database.ts'
import { absentOn, onEveryEngine, onServers } from './on-every-engine.ts'
import { assistants, folderWith, start, within } from './program.ts'

/** What ends a word, a user, a host or a file of variables somewhere. */
const PASSWORD = `p@ss:w/o#r?d%40&"\\'`

onEveryEngine((engine) => {
  test('A-U3: DATABASE_URL of a .env is read, and goes before POSTGRES_* and DB_*; the environment goes before the file', async () => {
    const [filed, own] = [await engine.empty(), await engine.empty()]
    const others = 'POSTGRES_HOST=nowhere.invalid\nPOSTGRES_DB=none\nDB_HOST=nowhere.invalid\n'
    const folder = folderWith({ '.env': `# comment\n${others}DATABASE_URL="${filed.url}"\n` })
    expect((await assistants(folder, 'db init')).stdout).toContain(`Using database: ${filed.name}\n`)
    expect((await within(folder, 'db init', { DATABASE_URL: own.url })).stdout).toContain(`Using database: ${own.name}\n`)
    expect((await within(folder, 'db init', { DATABASE_URL: ' ' })).stdout).toContain(`Using database: ${filed.name}\n`)
    for (const { query } of [filed, own]) expect(await query('SELECT email FROM users')).toHaveLength(1)
  })
})

onServers((server, quoted, kind) => {
  test('A-U3, A-D11: a password is decoded once, whatever is in it, and is nowhere in what is printed', async () => {
    const { url, name, query } = absentOn(server, quoted)
    const user = `u${randomUUID().slice(0, 8)}`
    const literal = kind === 'mariadb' ? PASSWORD.replaceAll('\\', '\\\\').replaceAll("'", "\\'") : PASSWORD.replaceAll("'", "''")
    if (kind === 'mariadb') {
      await server.query(`CREATE USER '${user}'@'%' IDENTIFIED BY '${literal}'`)
      await server.query(`GRANT ALL ON *.* TO '${user}'@'%'`)
      onTestFinished(async () => void (await server.query(`DROP USER '${user}'@'%'`)))
    } else await server.query(`CREATE ROLE ${user} LOGIN CREATEDB PASSWORD '${literal}'`)
    const through = (password: string) => url.replace(/\/\/[^@]*@/, `//${user}:${encodeURIComponent(password)}@`)
    const good = await assistants(folderWith(), 'db init', { DATABASE_URL: through(PASSWORD) })
    expect(good).toMatchObject({ code: 0, stderr: '' })
    expect(await query('SELECT email FROM users')).toHaveLength(1)
    const bad = await assistants(folderWith(), 'start', { DATABASE_URL: through(`${PASSWORD}!`) })
    expect(bad.code).toBe(1)
    expect(bad.stdout).toBe(`Using database: ${name}\n`)
    expect(bad.stderr).not.toBe('')
    for (const { stdout, stderr } of [good, bad])
      for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), 'p@ss']) expect(stdout + stderr).not.toContain(secret)
  })

  test('A-U1: where the server does not let this user make the database, that is said, and the exit code is 1', async () => {
    const { url, query } = absentOn(server, quoted)
    const user = `n${randomUUID().slice(0, 8)}`
    if (kind === 'mariadb') {
      await server.query(`CREATE USER '${user}'@'%' IDENTIFIED BY 'secret-word'`)
      onTestFinished(async () => void (await server.query(`DROP USER '${user}'@'%'`)))
    } else await server.query(`CREATE ROLE ${user} LOGIN PASSWORD 'secret-word'`)
    const { code, stdout, stderr } = await within(folderWith(), 'db init', {
      DATABASE_URL: url.replace(/\/\/[^@]*@/, `//${user}:secret-word@`),
    })
    expect(code).toBe(1)
    expect(stderr).toMatch(/denied/)
    expect(stdout + stderr).not.toContain('secret-word')
    await expect(query('SELECT 1')).rejects.toMatchObject({ name: 'DriverError' })
  })

  test('A-F11: a server that is only just starting is waited for', async () => {
    const { url } = await server.freshDatabase()
    const wire = await proxy(server)
    onTestFinished(wire.close)
    wire.admit('nobody')
    const program = start(folderWith(), 'db init', { DATABASE_URL: wire.through({ url }), CONNECT_PAUSE_MS: '2000' })
    await program.complained(/attempt 1 of 5/)
    wire.admit('everybody')
    expect(await program.ended).toMatchObject({ code: 0 })
  })

  test('A-F11, A-U1: one that does not come is tried five times, and then the exit code is 1', async () => {
    const { url } = await server.freshDatabase()
    const wire = await proxy(server)
    onTestFinished(wire.close)
    wire.admit('nobody')
    for (const command of ['db init', 'start']) {
      const { code, stdout, stderr } = await within(folderWith(), command, { DATABASE_URL: wire.through({ url }) })
      expect(code).toBe(1)
      expect(stderr.match(/attempt \d of 5/g)).toEqual(['attempt 1 of 5', 'attempt 2 of 5', 'attempt 3 of 5', 'attempt 4 of 5'])
      expect(stdout).not.toMatch(/Ready|✅/)
    }
  })
})

describeOn('postgres-15', (server) => {
  const parts = async () => {
    const { host, port, user, password, database } = await server.freshDatabase()
    return { HOST: host, PORT: String(port), USER: user, PASSWORD: password, database }
  }

  test('A-U3: POSTGRES_* say it in parts, DB_* where those are silent', async () => {
    const { database, ...where } = await parts()
    const named = (prefix: string) => Object.fromEntries(Object.entries(where).map(([name, value]) => [`${prefix}_${name}`, value]))
    const told = `Using database: ${where.HOST}:${where.PORT}/${database}\n`
    const newer = await assistants(folderWith(), 'db init', {
      ...named('POSTGRES'),
      POSTGRES_DB: database,
      DB_HOST: 'nowhere.invalid',
      DB_NAME: 'none',
    })
    expect(newer).toMatchObject({ code: 0, stdout: expect.stringContaining(told) })
    const older = folderWith({
      '.env': Object.entries({ ...named('DB'), DB_NAME: database })
        .map(([name, value]) => `${name}='${value}'\n`)
        .join(''),
    })
    expect(await within(older, 'start')).toMatchObject({ code: 0, stdout: expect.stringContaining(told) })
    expect(await within(older, 'start', { POSTGRES_PORT: '1' })).toMatchObject({ code: 1 })
  })

  test('A-U3, A-F11: there are no more connections than POSTGRES_POOL_MAX; who comes later is told that another try may find one', async () => {
    const { database, HOST, PORT, USER, PASSWORD } = await parts()
    const address = { host: HOST, port: Number(PORT), user: USER, password: PASSWORD, database, url: undefined }
    const { driver, close } = openDatabase({ engine: 'postgres', address, pool: { min: 1, max: 2 } })
    const [one, two] = [await driver.open('write'), await driver.open('write')]
    await expect(driver.open('write')).rejects.toMatchObject({ reason: 'lock-timeout', retryable: true })
    for (const session of [one, two]) await session.run('SELECT 1')
    const [counted] = await server.query('SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = $1', [database])
    expect(counted).toEqual({ n: 2 })
    await one.close()
    expect((await (await driver.open('write')).run('SELECT 1')).rows).toHaveLength(1)
    await close()
    const url = { DATABASE_URL: `postgres://${USER}:${encodeURIComponent(PASSWORD)}@${HOST}:${PORT}/${database}` }
    for (const max of ['1', '2']) expect((await within(folderWith(), 'db init', { ...url, POSTGRES_POOL_MAX: max })).code).toBe(0)
  })
})

test.each([
  ['a URL of nobody', { DATABASE_URL: 'redis://user:secret-word@x/y' }, 'DATABASE_URL begins with none of'],
  ['a URL without a database', { DATABASE_URL: 'postgres://user:secret-word@x' }, 'DATABASE_URL cannot be read'],
  ['a password that is not encoded', { DATABASE_URL: 'postgres://user:secret-word#@x/y' }, 'DATABASE_URL cannot be read'],
  ['half a percent code', { DATABASE_URL: 'mysql://user:secret-word%4@x/y' }, 'DATABASE_URL cannot be read'],
  ['a port that is none', { POSTGRES_DB: 'd', POSTGRES_PORT: 'secret-word' }, 'POSTGRES_PORT is a whole number'],
  ['a pool of none', { POSTGRES_DB: 'd', POSTGRES_POOL_MAX: '0' }, 'POSTGRES_POOL_MAX is at least 1'],
  [
    'a pool that begins with more than it has',
    { POSTGRES_DB: 'd', POSTGRES_POOL_MIN: '3', POSTGRES_POOL_MAX: '2' },
    'POSTGRES_POOL_MAX is at least 1 and POSTGRES_POOL_MIN',
  ],
  ['a host without a database', { POSTGRES_HOST: 'h' }, 'POSTGRES_DB is not'],
])('A-U3: %s is refused with the name of the variable, and not with what it says', async (_, env, words) => {
  const { code, stderr } = await within(folderWith(), 'db init', env)
  expect(code).toBe(2)
  expect(stderr).toContain(words)
  expect(stderr).not.toContain('secret-word')
})

test('A-U3: without any of them it is a file in the working directory; a file of variables that was asked for has to be there', async () => {
  const folder = folderWith()
  expect((await assistants(folder, 'db init')).stdout).toContain(`Using database: ${join(folder, 'assistants.db')}\n`)
  expect(await within(folder, 'db init --env-file none.env')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('there is no such file'),
  })
})

test.each([
  '',
  'db',
  'db drop',
  'init',
  'start --force',
  'db clear --force',
  'db init --no-default-user',
  'db status --yes',
  'db init --what',
])('A-U1, A-U2: %s is no command, and the exit code is 2', async (command) => {
  const { code, stderr } = await within(folderWith(), command)
  expect(code).toBe(2)
  expect(stderr).toContain('assistants db init [--force] [--yes]')
})
