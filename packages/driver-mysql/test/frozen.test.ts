// Owns: what becomes of a transaction whose client was stopped in the middle of it, and is resumed long afterwards.
// Must not know: how the next run gets past it.

import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { code, type Migration, Migrator } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { createConnection } from 'mysql2/promise'
import { expect, onTestFinished, test } from 'vitest'
import type { MysqlConfig } from '../src/index.ts'
import { driverOn } from './session.ts'

const LEASE_MS = 1000
const PACKAGE = new URL('..', import.meta.url)

/** One transaction. The last text does not fit into a message with the others, where several go into one. */
const LINE: readonly Migration[] = [
  {
    id: '1',
    description: 'rows',
    up: [
      "INSERT INTO probe VALUES ('first')",
      'DELETE FROM guard',
      `INSERT INTO probe VALUES (REPEAT('x', LENGTH('${'y'.repeat(1_100_000)}')))`,
    ],
  },
]

const RUNNER = `
import { Migrator } from '@godwit/core'
import { mysql } from './dist/index.js'
const driver = mysql(JSON.parse(process.argv[1]))
const migrator = new Migrator(driver, { leaseMs: ${LEASE_MS} })
migrator.addMigrations(JSON.parse(await new Response((await import('node:stream')).Readable.toWeb(process.stdin)).text()))
const { outcome, error } = await migrator.up()
console.log(outcome, error?.code)
await driver.close()
`

describeOn('mariadb', (server) => {
  for (const multipleStatements of ['off', 'on'] as const satisfies readonly MysqlConfig['multipleStatements'][]) {
    test(`a transaction whose client is stopped longer than its lease is taken back, and holds nobody up: statements in one message ${multipleStatements}`, async () => {
      const { query, host, port, user, password, database } = await server.freshDatabase()
      const config = { host, port, user, password, database, multipleStatements }
      await query('CREATE TABLE probe (what LONGTEXT)')
      await query('CREATE TABLE guard (a INT PRIMARY KEY)')
      await query('INSERT INTO guard VALUES (1)')
      const owner = await createConnection({ host, port, user, password, database })
      onTestFinished(() => owner.end())
      await owner.query('START TRANSACTION')
      await owner.query('SELECT * FROM guard FOR UPDATE')

      const stopped = spawn(process.execPath, ['--input-type=module', '-e', RUNNER, '--', JSON.stringify(config)], { cwd: PACKAGE })
      onTestFinished(() => void stopped.kill('SIGKILL'))
      const report = text(stopped.stdout)
      const complaint = text(stopped.stderr)
      stopped.stdin.end(JSON.stringify(LINE))
      const session = `SELECT id FROM information_schema.processlist WHERE db = DATABASE()`
      let id: unknown
      while ((id = (await query(`${session} AND info LIKE 'DELETE FROM guard%'`))[0]?.['id']) === undefined);
      stopped.kill('SIGSTOP')
      await owner.query('ROLLBACK')
      while ((await query(`${session} AND id = ${String(id)} AND command = 'Sleep'`)).length === 0);

      const migrator = new Migrator(driverOn(config), { leaseMs: LEASE_MS, waitMs: 45_000 })
      migrator.addMigrations(LINE)
      expect(await migrator.up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '1' }] })

      stopped.kill('SIGCONT')
      // Whichever it learns first: that its connection was ended, or from its heartbeat that it was succeeded.
      expect(await report).toMatch(/^failed (?:DATABASE|LEASE_LOST)\n$/)
      expect(await complaint).toBe('')
      expect(await query('SELECT LENGTH(what) AS length FROM probe')).toEqual([{ length: 5 }, { length: 1_100_000 }])
    })
  }

  test('a function may be silent for as long as ever, also behind rows that were taken back and tried again', async () => {
    const { query, host, port, user, password, database } = await server.freshDatabase()
    const config = { host, port, user, password, database }
    await query('CREATE TABLE guard (a INT PRIMARY KEY)')
    await query('INSERT INTO guard VALUES (1)')
    const owner = await createConnection(config)
    onTestFinished(() => owner.end())
    await owner.query('START TRANSACTION')
    await owner.query('SELECT * FROM guard FOR UPDATE')
    const limits: unknown[] = []
    const migrator = new Migrator(driverOn({ ...config, lockTimeoutMs: 1000 }), {
      observer: ({ type }) => type === 'turn.waiting' && void owner.query('ROLLBACK'),
    })
    migrator.addMigrations([
      { id: '1', description: 'rows', up: ['DELETE FROM guard'] },
      {
        id: '2',
        description: 'code',
        up: code('1', async ({ sql }) => {
          limits.push(...(await sql.run('SELECT @@SESSION.wait_timeout = @@GLOBAL.wait_timeout AS same')).rows)
        }),
      },
    ])
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(limits).toEqual([{ same: 1 }])
  })
})
