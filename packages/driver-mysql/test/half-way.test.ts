// Owns: a migration that stopped in the middle on an engine where DDL commits by itself, and who may go on with what.
// Must not know: how it is recorded, the command line.

import { code, Migrator, type Migration, type MigrateEvent, steps } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { createConnection } from 'mysql2/promise'
import { expect, onTestFinished, test } from 'vitest'
import { driverOn } from './session.ts'

const simple = (id: string): Migration => ({ id, description: id, up: [`CREATE TABLE t${id} (a INT)`], down: [`DROP TABLE t${id}`] })
/** Statement 2 of its way down is refused for as long as there is no table `guard`. */
const five: Migration = {
  id: '5',
  description: '5',
  up: ['CREATE TABLE t5 (a INT, b INT)', 'CREATE INDEX i5 ON t5 (a)'],
  down: ['DROP INDEX i5 ON t5', 'DROP TABLE guard', 'ALTER TABLE t5 DROP COLUMN b', 'DROP TABLE t5'],
}
const LINE: readonly Migration[] = [...['1', '2', '3', '4'].map(simple), five]

function migrator(url: string, migrations: readonly Migration[], observer: (event: MigrateEvent) => unknown = () => {}): Migrator {
  const made = new Migrator(driverOn(url), { observer })
  made.addMigrations(migrations)
  return made
}

describeOn(['mariadb', 'mariadb-11', 'mysql'], (server) => {
  test('half way down, nothing goes up, and the way down is finished first, from the exact statement', async () => {
    const { url, query } = await server.freshDatabase()
    const known = migrator(url, LINE)
    expect(await known.up()).toMatchObject({ outcome: 'migrated' })
    expect(await known.down({ to: '2' })).toMatchObject({
      outcome: 'failed',
      done: [],
      failed: { id: '5', direction: 'down', transaction: 'partly committed' },
      error: { details: { statement: 1 } },
      left: ['4', '3'],
    })

    const newer = migrator(url, [...LINE, simple('6')])
    expect(await newer.up()).toMatchObject({
      outcome: 'blocked',
      done: [],
      problems: [{ code: 'HALF_WAY', id: '5', way: 'down', done: 1, unit: 'statement', inCode: 'present' }],
    })
    expect(await query(`SHOW TABLES LIKE 't6'`)).toEqual([])
    await expect(newer.migrate()).rejects.toMatchObject({ code: 'BLOCKED' })
    expect((await newer.status()).migrations.map(({ id, state, halfWay }) => [id, state, halfWay])).toEqual([
      ...['1', '2', '3', '4'].map((id) => [id, 'applied', undefined]),
      ['5', 'partial', { direction: 'down', done: 1, open: undefined }],
      ['6', 'pending', undefined],
    ])

    await query('CREATE TABLE guard (a INT)')
    const report = await newer.down({ to: '2' })
    expect(report.outcome === 'migrated' ? report.steps.map(({ id }) => id) : report).toEqual(['5', '4', '3'])
    // Statement 1 a second time would have been refused.
    expect(await query(`SELECT n, state FROM migrations_step WHERE id = '5' AND seq = 2 ORDER BY n`)).toEqual(
      [0, 1, 2, 3].map((n) => ({ n, state: 'done' })),
    )
    expect(await newer.up()).toMatchObject({ outcome: 'migrated', steps: ['3', '4', '5', '6'].map((id) => ({ id })) })
  })

  test('a function that takes fewer steps than before it was interrupted is applied with those that it takes', async () => {
    const { url, query } = await server.freshDatabase()
    let left = 3
    const up = steps('r', async ({ step }) => {
      for (let n = 0; n < left; n++) await step(`row ${n}`, ({ sql }) => sql.run(`INSERT INTO t VALUES (${n})`).then(() => null))
      if (left === 3) throw new Error('interrupted')
    })
    await query('CREATE TABLE t (a INT)')
    const known = migrator(url, [{ id: '1', description: '1', up }])
    expect(await known.up()).toMatchObject({ outcome: 'failed', failed: { id: '1', transaction: 'partly committed' } })
    left = 2
    expect(await known.up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '1' }] })
    expect(await query('SELECT a FROM t ORDER BY a')).toEqual([{ a: 0 }, { a: 1 }, { a: 2 }])
  })

  test('half way up, nothing goes down', async () => {
    const { url, query } = await server.freshDatabase()
    const stops: Migration = { ...simple('3'), up: ['CREATE TABLE t3 (a INT)', 'INSERT INTO guard VALUES (1)'] }
    const line = migrator(url, [simple('1'), simple('2'), stops])
    expect(await line.up()).toMatchObject({ outcome: 'failed', failed: { id: '3', transaction: 'partly committed' } })
    expect(await line.down({ steps: 1 })).toMatchObject({
      outcome: 'blocked',
      problems: [{ code: 'HALF_WAY', id: '3', way: 'up', done: 1 }],
    })
    await expect(line.rollbackLast()).rejects.toMatchObject({ code: 'BLOCKED' })
    expect(await query(`SHOW TABLES LIKE 't2'`)).toHaveLength(1)
    // Code of before, with the migration that failed taken out of it, does not pass over it either.
    expect(await migrator(url, [simple('1'), simple('2')]).up()).toMatchObject({ outcome: 'blocked', problems: [{ inCode: 'absent' }] })

    await query('CREATE TABLE guard (a INT)')
    expect(await line.up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '3' }] })
    expect(await line.down({ to: '1' })).toMatchObject({ outcome: 'migrated', steps: [{ id: '3' }, { id: '2' }] })
  })

  test('a function that stopped on the way down keeps up waiting for a word, which settles it', async () => {
    const { url } = await server.freshDatabase()
    const down = code('1', async ({ sql }) => {
      await sql.run('ALTER TABLE t1 ADD COLUMN half INT')
      throw new Error('enough')
    })
    const line = migrator(url, [{ ...simple('1'), down }, simple('2')])
    expect(await line.up({ to: '1' })).toMatchObject({ outcome: 'migrated' })
    expect(await line.down({ steps: 1 })).toMatchObject({ outcome: 'failed' })
    const named = [
      { code: 'STATEMENT_UNRESOLVED', id: '1', n: 0 },
      { code: 'HALF_WAY', id: '1', way: 'down', done: 0 },
    ]
    expect(await line.up()).toMatchObject({ outcome: 'blocked', problems: named })
    expect(await line.unresolved()).toMatchObject([{ id: '1', direction: 'down', n: 0, next: 'asks' }])
    await line.resolve('1', 0, 'did-not-happen')
    expect(await line.up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '2' }] })
  })

  test('a way down that is only on its way is waited for and not called half way', async () => {
    const { url, query, host, port, user, password, database } = await server.freshDatabase()
    const line = migrator(url, LINE)
    expect(await line.up()).toMatchObject({ outcome: 'migrated' })
    await query('CREATE TABLE guard (a INT)')
    const reader = await createConnection({ host, port, user, password, database })
    onTestFinished(() => reader.end())
    await reader.query('START TRANSACTION')
    await reader.query('SELECT * FROM guard')
    const down = line.down({ steps: 1 })
    const dropping = `SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE 'DROP TABLE guard%' AND state LIKE 'Waiting%'`
    while ((await query(dropping)).length === 0);

    let up: Promise<unknown> = Promise.resolve()
    const waits = new Promise((resolve) => {
      up = migrator(url, LINE, ({ type }) => type === 'turn.waiting' && resolve('waiting')).up()
    })
    expect(await Promise.race([waits, up])).toBe('waiting')
    await reader.query('COMMIT')
    expect(await down).toMatchObject({ outcome: 'migrated', steps: [{ id: '5' }] })
    expect(await up).toMatchObject({ outcome: 'migrated', steps: [{ id: '5' }] })
  })
})
