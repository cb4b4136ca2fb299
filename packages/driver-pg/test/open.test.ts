// Owns: opening and closing: what is handed in, what is kept, what is refused, what it costs.
// Must not know: batches.

import { execFileSync } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { Client, Pool } from 'pg'
import { expect, it, onTestFinished } from 'vitest'
import { startPostgres } from '@godwit/servers'
import { describeOn } from '@godwit/servers/vitest'
import { pg } from '../src/index.ts'
import { block, clientOn, ids, rejection, sessionOn } from './scratch.ts'

function poolOn(url: string, max: number): Pool {
  const pool = new Pool({ connectionString: url, max })
  pool.on('error', () => {})
  onTestFinished(() => pool.end())
  return pool
}

describeOn('postgres-15', (server) => {
  it('a session to read and then one to write are one connection', async () => {
    const { url, query } = await server.freshDatabase()
    const driver = pg(url, {})
    onTestFinished(() => driver.close())
    const pids: unknown[] = []
    for (const purpose of ['read', 'write', 'write'] as const) {
      const session = await driver.open(purpose)
      pids.push((await session.run('SELECT pg_backend_pid() AS pid')).rows[0]?.['pid'])
      if (purpose === 'write') expect(session.id).toBe(String(pids[0]))
      await session.close()
    }
    expect(new Set(pids).size).toBe(1)
    await driver.close()
    await expect.poll(() => query(`SELECT 1 FROM pg_stat_activity WHERE pid = ${String(pids[0])}`)).toEqual([])
  })

  it('what one session left on the connection is gone for the next', async () => {
    const driver = pg((await server.freshDatabase()).url)
    onTestFinished(() => driver.close())
    const first = await driver.open('write')
    await first.run('CREATE TEMPORARY TABLE mine (id integer)')
    await first.run("SET application_name = 'changed'")
    await first.close()
    const second = await driver.open('write')
    expect((await rejection(second.run('SELECT id FROM mine'))).reason).toBe('missing-object')
    expect((await second.run('SHOW application_name')).rows).toEqual([{ application_name: 'godwit' }])
  })

  it('an idle connection does not keep the process alive', async () => {
    const driver = pg((await server.freshDatabase()).url)
    await (await driver.open('write')).close()
    expect(process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length).toBeLessThanOrEqual(1)
    await driver.close()
  })

  it('a client that was handed in stays open, and none of its settings change', async () => {
    const client = await clientOn((await server.freshDatabase()).url)
    const settings = async (): Promise<unknown> =>
      (await client.query("SELECT name, setting FROM pg_settings WHERE source <> 'override' ORDER BY name")).rows
    const before = await settings()
    const driver = pg(client)
    expect(driver.capabilities.writers).toBe('one')
    const session = await driver.open('write')
    await session.batch([block('CREATE TABLE items (id integer)'), block('INSERT INTO items VALUES (1)')])
    await driver.close()
    expect(await settings()).toEqual(before)
    expect(client.listenerCount('error')).toBe(1)
    expect((await client.query('SELECT id FROM items')).rows).toEqual([{ id: 1 }])
  })

  it('sessions on one client take turns: beside an open transaction the other is refused, and may try again', async () => {
    const client = await clientOn((await server.freshDatabase()).url)
    const [one, two] = [await sessionOn(client), await sessionOn(client)]
    await one.run('CREATE TABLE items (id integer)')
    const held = await one.begin()
    for (const work of [two.run('SELECT 1'), two.begin(), two.batch([block('SELECT 1')])])
      expect(await rejection(work)).toMatchObject({ reason: 'lock-timeout', retryable: true, outcome: 'not-applied' })
    await held.run('INSERT INTO items VALUES (1)')
    await held.commit()
    expect(await ids(two)).toEqual([1])
    expect(one.id).not.toBe(two.id)
  })

  it('a client with an open transaction is refused, and its transaction is left alone', async () => {
    const client = await clientOn((await server.freshDatabase()).url)
    await client.query('CREATE TABLE items (id integer)')
    for (const spoil of ['SELECT 1', 'SELECT 1/0']) {
      await client.query('BEGIN')
      await client.query('INSERT INTO items VALUES (1)')
      await client.query(spoil).catch(() => {})
      expect((await rejection(pg(client).open('read'))).message).toMatch(/open transaction/)
      await client.query(spoil === 'SELECT 1' ? 'COMMIT' : 'ROLLBACK')
    }
    expect((await client.query('SELECT id FROM items')).rows).toEqual([{ id: 1 }])
    expect(await ids(await sessionOn(client))).toEqual([1])
  })

  it('closing a session ends the statement that it is at', async () => {
    const { url, query } = await server.freshDatabase()
    const session = await sessionOn(url)
    const sleeping = rejection(session.run('SELECT pg_sleep(600)'))
    const running = (): Promise<readonly unknown[]> =>
      query("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'SELECT pg_sleep%' AND state = 'active'")
    await expect.poll(running).toHaveLength(1)
    await session.close()
    expect(await sleeping).toMatchObject({ reason: 'statement-timeout', outcome: 'not-applied' })
    // The server answers before it says that it is idle.
    await expect.poll(running).toEqual([])
  })

  it('a client that is not connected is refused', async () => {
    const error = await rejection(pg(new Client({ connectionString: server.url })).open('write'))
    expect(error).toMatchObject({ reason: 'connection', outcome: 'not-applied', message: expect.stringMatching(/connect\(\)/) })
  })

  it('a pool gets its clients back, and one that is used up is refused instead of waited for', async () => {
    const pool = poolOn((await server.freshDatabase()).url, 2)
    const driver = pg(pool, { connectTimeoutMs: 200 })
    const [one, two] = [await driver.open('write'), await driver.open('write')]
    for (const other of [driver, pg(pool)])
      expect(await rejection(other.open('write'))).toMatchObject({
        reason: 'lock-timeout',
        retryable: true,
        outcome: 'not-applied',
        message: expect.stringMatching(/pool/),
      })
    await one.close()
    await two.close()
    expect([pool.totalCount, pool.idleCount, pool.waitingCount]).toEqual([2, 2, 0])
    await driver.close()
  })

  it('a pool of one has one connection for all sessions, and room for another when the last of them has ended', async () => {
    const pool = poolOn((await server.freshDatabase()).url, 1)
    const driver = pg(pool)
    expect(driver.capabilities.writers).toBe('one')
    const [one, two] = [await driver.open('write'), await driver.open('write')]
    await one.run('CREATE TABLE items (id integer)')
    expect(await ids(two)).toEqual([])
    await one.close()
    expect(await ids(two)).toEqual([])
    await two.close()
    expect([pool.totalCount, pool.idleCount]).toEqual([0, 0])
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  })

  it('a database that is not there, and a user whom nobody knows, are named', async () => {
    const at = (change: (url: URL) => void): string => {
      const url = new URL(server.url)
      change(url)
      return url.href
    }
    expect(await rejection(pg(at((url) => (url.pathname = '/nowhere'))).open('read'))).toMatchObject({
      reason: 'connection',
      outcome: 'not-applied',
      code: '3D000',
      message: expect.stringContaining('nowhere'),
    })
    expect(await rejection(pg(at((url) => (url.username = 'nobody'))).open('read'))).toMatchObject({
      reason: 'authentication',
      outcome: 'not-applied',
    })
  })

  it('sslmode=prefer goes on without TLS where the server has none, require does not', async () => {
    const session = await sessionOn(`${server.url}?sslmode=prefer`)
    expect((await session.run('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    expect(await rejection(pg(`${server.url}?sslmode=require`).open('read'))).toMatchObject({
      reason: 'connection',
      outcome: 'not-applied',
    })
  })

  it('a server whose literals are read in the old way is refused', async () => {
    const url = `${server.url}?options=-c%20standard_conforming_strings%3Doff`
    expect((await rejection(pg(url).open('read'))).message).toMatch(/standard_conforming_strings/)
    expect((await rejection(pg(await clientOn(url)).open('read'))).message).toMatch(/standard_conforming_strings/)
  })
})

it.each(['accepts and says nothing', 'closes at once'])('a server that %s does not keep anybody waiting', async (kind) => {
  const server = createServer((socket) => (kind === 'closes at once' ? socket.destroy() : socket.resume()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const url = `postgres://u:hunter2@127.0.0.1:${(server.address() as AddressInfo).port}/d`
  for (const mode of ['disable', 'prefer', 'require']) {
    const error = await rejection(pg(`${url}?sslmode=${mode}`, { connectTimeoutMs: 100 }).open('write'))
    expect(error).toMatchObject({ reason: 'connection', outcome: 'not-applied' })
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain('hunter2')
  }
  const controller = new AbortController()
  const opening = rejection(pg(`${url}?sslmode=disable`).open('write', controller.signal))
  controller.abort()
  expect(await opening).toMatchObject({ reason: 'connection', outcome: 'not-applied' })
})

it('S-D11, S-X11, A-D11: a password and a database with every awkward character let one in, and the password is seen nowhere', async () => {
  const password = `@:/#%$'"  ?&=\\[é☃😀]`
  const server = await startPostgres({ password })
  onTestFinished(() => server.stop())
  const database = `d@:/#%$'" ?&=\\[é☃😀]`
  await server.query(`CREATE DATABASE "${database.replaceAll('"', '""')}"`)
  const url = `postgres://${server.user}:${encodeURIComponent(password)}@${server.host}:${server.port}/${encodeURIComponent(database)}`
  const sources = {
    url,
    configuration: { host: server.host, port: server.port, user: server.user, password: async () => password, database },
  }
  for (const source of Object.values(sources)) {
    const session = await sessionOn(source)
    expect((await session.run('SELECT current_database() AS name')).rows).toEqual([{ name: database }])
    const errors = [
      await rejection(session.run('SELEC')),
      await rejection(session.run(`SELECT '${password.replaceAll("'", "''")}'::integer`)),
      await rejection(pg(url.replace(encodeURIComponent(database), 'nowhere')).open('read')),
    ]
    const wrong = `${password}x`
    errors.push(await rejection(pg({ ...sources.configuration, password: wrong }).open('read')))
    for (const error of errors) {
      const shown = [inspect(error, { depth: Infinity, showHidden: true }), JSON.stringify(error), error.stack].join('\n')
      if (source === url) expect(shown).not.toContain(password)
      expect(shown).not.toContain(wrong)
    }
  }
})

it('loading the client asks nobody for fetch, and leaves no global behind', () => {
  const program = `
    const before = 'navigator' in globalThis
    Object.defineProperty(globalThis, 'Response', { get: () => { throw new Error('Response was asked for') } })
    const { pg } = await import('./dist/index.js')
    const { reason, code } = await pg('postgres://127.0.0.1:1/nowhere').open('read').catch((error) => error)
    console.log(JSON.stringify({ reason, code, same: before === 'navigator' in globalThis }))`
  const cwd = dirname(dirname(fileURLToPath(import.meta.url)))
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', program], { cwd, encoding: 'utf8' })
  expect(JSON.parse(printed)).toEqual({ reason: 'connection', code: 'ECONNREFUSED', same: true })
})
