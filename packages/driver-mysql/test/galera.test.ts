// Owns: the driver on two nodes of a cluster, which take writes at the same time.

import { Migrator } from '@godwit/core'
import { describeDriver } from '@godwit/driver-conformance'
import { availability, startGalera, type MariadbServer } from '@godwit/servers'
import { describeHaving } from '@godwit/servers/vitest'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import type { Driver, Session } from '@godwit/core/driver'
import { createPool } from 'mysql2'
import { mysql } from '../src/index.ts'
import { onNodes } from './on-server.ts'
import { block, rejection, sessionOn } from './session.ts'

const absent = availability('galera').state === 'unavailable'
// Before any test is known: which laws apply is asked of a driver.
const cluster = absent ? undefined : await startGalera({ nodes: 2, settings: { 'log-bin-trust-function-creators': 1 } })
afterAll(() => cluster?.stop())

await describeHaving(['galera'], 'on a Galera cluster', () => {
  const nodes = cluster?.nodes ?? []
  const [first, second] = nodes as [MariadbServer, MariadbServer]

  /** A session on each node, in one database. */
  async function both(): Promise<readonly [Session, Session]> {
    const { database, url, drop } = await first.createDatabase()
    onTestFinished(drop)
    const one = await sessionOn(url)
    while ((await second.query('SELECT 1 FROM information_schema.schemata WHERE schema_name = ?', [database])).length === 0);
    return [one, await sessionOn({ url, port: second.port })]
  }

  test('a session is named by its number and its node', async () => {
    for (const session of await both()) {
      const [row] = (
        await session.run(`SELECT CONCAT(CONNECTION_ID(), ':', SUBSTRING_INDEX(USER(), '@', 1), '@', @@wsrep_node_name) AS id`)
      ).rows
      expect(session.id).toBe(row?.['id'])
      expect(session.id).toMatch(/^\d+:[^@]+@.+$/)
    }
  })

  test('whether a session is at work is known on its own node, and elsewhere it is called elsewhere', async () => {
    const [one, two] = await both()
    const question = one.dialect.sessions?.running(one.id ?? '', new Date(0).toISOString()) ?? ''
    expect((await two.run(question)).rows).toEqual([{ state: 'elsewhere' }])
    const neighbour = await sessionOn(
      { host: first.host, port: first.port, user: first.user, password: first.password, database: 'information_schema' },
      'read',
    )
    expect((await neighbour.run(question)).rows).toEqual([])
    const working = rejection(one.run('SELECT 2 FROM (SELECT BENCHMARK(4000000000, SHA2(1, 512))) AS x'))
    while ((await neighbour.run(question)).rows[0]?.['state'] !== 'running');
    await neighbour.run(one.dialect.sessions?.cancel(one.id ?? '', new Date(0).toISOString()) ?? '')
    expect(await working).toMatchObject({ code: 'ER_QUERY_INTERRUPTED' })
  })

  test('what was committed on one node is read on the other, at once', async () => {
    const [one, two] = await both()
    await one.run('CREATE TABLE t (a INT PRIMARY KEY)')
    for (let n = 0; n < 50; n++) {
      await one.run('INSERT INTO t VALUES (?)', [n])
      expect((await two.run('SELECT max(a) AS n FROM t')).rows).toEqual([{ n }])
    }
  })

  test('of two who write one row the first to commit holds; the other hears of a deadlock, at its commit or before, and may begin again', async () => {
    const [one, two] = await both()
    await one.run('CREATE TABLE t (a INT PRIMARY KEY, b INT)')
    const [early, late] = [await one.begin(), await two.begin()]
    await early.run('INSERT INTO t VALUES (1, 1)')
    await late.run('INSERT INTO t VALUES (1, 2)')
    await early.commit()
    const error = await rejection(late.commit())
    expect(error).toMatchObject({ reason: 'deadlock', outcome: 'not-applied', retryable: true })
    await late.rollback()
    expect((await two.run('SELECT b FROM t')).rows).toEqual([{ b: 1 }])
    expect(await rejection(two.run('INSERT INTO t VALUES (1, 2)'))).toMatchObject({ reason: 'constraint' })
  })

  test('a batch is cancelled on its own node, and nowhere else', async () => {
    const [one, two] = await both()
    await one.run('CREATE TABLE t (a INT)')
    const heard: number[] = []
    const endless = 'INSERT INTO t SELECT 2 FROM (SELECT BENCHMARK(4000000000, SHA2(1, 512))) AS x'
    await two.batch([block('INSERT INTO t VALUES (1)'), block(endless), block('INSERT INTO t VALUES (3)')], (n) => {
      heard.push(n)
      return 'stop'
    })
    expect((await one.run('SELECT a FROM t ORDER BY a')).rows).toEqual(heard.map((n) => ({ a: n + 1 })))
  })

  const own = (url: string): Driver => mysql(url)
  const handedIn = (uri: string): Driver => {
    const pool = createPool({ uri, multipleStatements: true })
    onTestFinished(() => pool.promise().end())
    return mysql(pool)
  }

  test.each([
    ['over a URL', own],
    ['over a pool that takes several statements at once', handedIn],
  ])('what DDL on another node undoes is done again, and no migration is applied without its rows, %s', async (_, connect) => {
    // In one try of twelve it all went well also without any of this.
    for (let round = 0; round < 3; round++) {
      const { database, url, query, drop } = await first.createDatabase()
      onTestFinished(drop)
      const driver = connect(url)
      onTestFinished(() => driver.close())
      const migrator = new Migrator(driver)
      const tables = Array.from({ length: 30 }, (_table, n) => `t${n}`)
      for (const id of ['1', '2', '3']) {
        const its = tables.filter((_table, n) => n % 3 === Number(id) - 1)
        migrator.addMigration({
          id,
          description: 'tables with a row each',
          up: its.flatMap((table) => [`CREATE TABLE ${table} (a INT)`, `INSERT INTO ${table} VALUES (1)`]),
        })
      }
      await migrator.initialize()
      let running = true
      const report = migrator.up().finally(() => (running = false))
      // It is there, and stays as it is; but whoever has written to it and not committed yet is undone.
      for (let n = 0; n < 80 && running; n++) await second.query(`CREATE TABLE IF NOT EXISTS ${database}.migrations_step (a INT)`)
      expect(await report).toMatchObject({ outcome: 'migrated', steps: [{ id: '1' }, { id: '2' }, { id: '3' }] })
      const counted = tables.map((table) => `SELECT '${table}' AS name, COUNT(*) AS n FROM ${table}`).join(' UNION ALL ')
      expect((await query(counted)).filter(({ n }) => Number(n) !== 1)).toEqual([])
    }
  })

  if (!absent) describeDriver({ name: 'mysql on nodes in turn', open: () => onNodes(nodes, { lockTimeoutMs: 1000 }) })
})
