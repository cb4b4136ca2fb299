// Owns: what a rehearsal does not run, what one in another database refuses, and what those who listen hear of it.
// Must not know: how it is done.

import Database from 'better-sqlite3'
import { type Migration, type MigrateEvent, Migrator, type MigratorOptions } from '@godwit/core'
import type { Driver } from '@godwit/core/driver'
import { expect, onTestFinished, test } from 'vitest'
import { betterSqlite3 } from '../src/index.ts'
import { scratchFile } from './session.ts'

const made = (id: string): Migration => ({
  id,
  description: `table ${id}`,
  up: [`CREATE TABLE made_by_${id} (id INTEGER)`],
  down: [`DROP TABLE made_by_${id}`],
})

function opened(source: Parameters<typeof betterSqlite3>[0] = scratchFile()): Driver {
  const driver = betterSqlite3(source)
  onTestFinished(() => driver.close())
  return driver
}

function migrator(driver: Driver, migrations: readonly Migration[], options: MigratorOptions = {}): Migrator {
  const made = new Migrator(driver, options)
  made.addMigrations(migrations)
  return made
}

test('a driver over a handed-in connection has no copies: its functions would be lacking in them', async () => {
  const database = new Database(':memory:')
  onTestFinished(() => void database.close())
  const rehearsal = migrator(opened(database), [made('1')]).rehearse('up', undefined, { where: 'copy' })
  await expect(rehearsal).rejects.toThrow(
    'The driver better-sqlite3 has no copy of this database to give: that is for files which it opens itself.',
  )
  await expect(rehearsal).rejects.toMatchObject({ code: 'INVALID', details: { subject: 'where' } })
})

test('what no rollback undoes is not run on a connection that others have', async () => {
  const database = new Database(':memory:')
  onTestFinished(() => void database.close())
  const attach: Migration = { id: '1', description: 'x', up: ["ATTACH ':memory:' AS x", 'PRAGMA recursive_triggers = ON'] }
  const report = await migrator(opened(database), [attach, made('2')]).rehearse('up')
  expect(report).toMatchObject({
    outcome: 'rehearsed',
    steps: [{ proof: { proved: false, because: 'connection-changed' } }, { proof: { proved: false, because: 'follows-unproved' } }],
  })
  expect(database.pragma('database_list')).toHaveLength(1)
  expect(database.pragma('recursive_triggers', { simple: true })).toBe(0)
})

test('a place that does not exist is refused by its name', async () => {
  const rehearsal = migrator(opened(), [made('1')]).rehearse('up', undefined, { where: 'elsewhere' as 'copy' })
  await expect(rehearsal).rejects.toMatchObject({ code: 'INVALID', details: { subject: 'where' } })
  await expect(rehearsal).rejects.toThrow('"elsewhere"')
})

test('what is half way cannot be brought about in a scratch database', async () => {
  const driver = opened()
  const begun = (second: string): Migration => ({
    ...made('1'),
    transaction: 'forbidden',
    up: ['CREATE TABLE made_by_1 (id INTEGER)', second],
  })
  expect(await migrator(driver, [begun('INSERT INTO nowhere VALUES (1)')]).up()).toMatchObject({ outcome: 'failed' })
  const mended = migrator(driver, [begun('INSERT INTO made_by_1 VALUES (1)')])
  await expect(mended.rehearse('up', undefined, { where: { scratch: opened() } })).rejects.toMatchObject({
    code: 'INVALID',
    details: { subject: 'scratch', id: '1' },
  })
  expect(await mended.rehearse('up', undefined, { where: 'copy' })).toMatchObject({ outcome: 'rehearsed', steps: [{ id: '1' }] })
})

test('what is applied and not in the code cannot be brought about in a scratch database', async () => {
  const driver = opened()
  expect(await migrator(driver, [made('1'), made('2')]).up()).toMatchObject({ outcome: 'migrated' })
  const rehearsal = migrator(driver, [made('2')]).rehearse('down', { steps: 1 }, { where: { scratch: opened() } })
  await expect(rehearsal).rejects.toMatchObject({ code: 'INVALID', details: { subject: 'scratch', id: '1' } })
})

test('what is applied and would be refused today is told by name, and nothing is called rehearsed', async () => {
  const driver = opened()
  expect(await migrator(driver, [made('1')]).up()).toMatchObject({ outcome: 'migrated' })
  const session = await driver.open('write')
  await session.run("INSERT INTO migrations (id) VALUES ('0')")
  await session.close()
  const scratch = opened()
  const empty: Migration = { id: '0', description: 'nothing', up: ['-- nothing'] }
  const report = await migrator(driver, [empty, made('1')]).rehearse('down', { to: '0' }, { where: { scratch } })
  expect(report).toMatchObject({ outcome: 'blocked', problems: [{ code: 'SCRIPT_EMPTY', id: '0' }], done: [] })
  const left = await scratch.open('read')
  expect((await left.run('SELECT name FROM sqlite_schema')).rows).toEqual([])
})

test('what was applied late is applied late in a scratch database too, so that the way down is the same', async () => {
  const driver = opened()
  const [first, second, third] = [made('1'), made('2'), made('3')]
  expect(await migrator(driver, [first, third]).up()).toMatchObject({ outcome: 'migrated' })
  const late = migrator(driver, [first, second, third], { order: 'any' })
  expect(await late.up()).toMatchObject({ outcome: 'migrated' })
  const linear = migrator(driver, [first, second, third])
  expect(await linear.rehearse('down', { steps: 2 }, { where: { scratch: opened() } })).toMatchObject({
    outcome: 'rehearsed',
    steps: [{ id: '2' }, { id: '3' }],
  })
})

test('a line is rehearsed in a scratch database without those that it requires', async () => {
  const driver = opened()
  expect(await migrator(driver, [made('1')], { line: 'below' }).up()).toMatchObject({ outcome: 'migrated' })
  const above = migrator(driver, [made('2')], { line: 'above', requires: ['below'] })
  expect(await above.rehearse('up', undefined, { where: { scratch: opened() } })).toMatchObject({ outcome: 'rehearsed' })
})

test('a plan that was reviewed is the one that is rehearsed, in a copy and in a scratch database', async () => {
  const known = migrator(opened(), [made('1')])
  const planning = await known.plan('up')
  const plan = planning.ok ? planning.plan.hash : ''
  for (const where of ['copy', { scratch: opened() }] as const) {
    expect(await known.rehearse('up', undefined, { where, plan })).toMatchObject({ outcome: 'rehearsed' })
    expect(await known.rehearse('up', undefined, { where, plan: 'another' })).toMatchObject({
      outcome: 'blocked',
      problems: [{ code: 'PLAN_CHANGED' }],
    })
  }
})

test('who listens hears of the steps that begin in a rehearsal, and of nothing that did not happen to the database', async () => {
  const events: MigrateEvent[] = []
  const driver = opened()
  expect(await migrator(driver, [made('1')]).up()).toMatchObject({ outcome: 'migrated' })
  const heard = migrator(driver, [made('1'), made('2')], { observer: (event) => events.push(event) })
  for (const where of ['copy', { scratch: opened() }] as const) {
    events.length = 0
    expect(await heard.rehearse('up', undefined, { where })).toMatchObject({ outcome: 'rehearsed' })
    expect(events).toMatchObject([{ type: 'step.started', step: { id: '2' } }])
  }
})

test('a rehearsal in a scratch database that was told to stop leaves it empty', async () => {
  const stop = new AbortController()
  const driver = opened()
  const scratch = opened()
  expect(await migrator(driver, [made('1')]).up()).toMatchObject({ outcome: 'migrated' })
  const observer = ({ type }: MigrateEvent): void => {
    if (type === 'step.started') stop.abort()
  }
  const told = migrator(driver, [made('1'), made('2'), made('3')], { observer })
  const report = await told.rehearse('up', undefined, { where: { scratch }, signal: stop.signal })
  expect(report).toMatchObject({ outcome: 'failed', error: { code: 'ABORTED' } })
  const session = await scratch.open('read')
  expect((await session.run('SELECT name FROM sqlite_schema')).rows).toEqual([])
})
