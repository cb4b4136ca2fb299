import { expect, it } from 'vitest'
import { DriverError, type Row } from '../src/driver.ts'
import type { Migration } from '../src/model/migration.ts'
import { describeHealth } from '../src/pure/words/describe-health.ts'
import { bringUp } from '../src/shell/bring-up.ts'
import { Migrator } from '../src/shell/migrator.ts'
import { type Answer, historyRows, isHistoryRead, scriptedDriver, type ScriptedDriver } from './scripted-driver.ts'

const migration = (id: string): Migration => ({ id, description: id, up: [`CREATE TABLE t${id} (a)`] })
const gone = new DriverError({ reason: 'connection', outcome: 'not-applied', message: 'connection refused' })

/** Each read of the history gets the next answer, the last one for ever. */
function database(...histories: readonly Answer[]): ScriptedDriver & { closed: number } {
  let next = 0
  const driver = scriptedDriver({ answer: (text) => (isHistoryRead(text) ? histories[Math.min(next++, histories.length - 1)] : undefined) })
  return Object.assign(driver, {
    closed: 0,
    close(this: { closed: number }) {
      this.closed++
      return Promise.resolve()
    },
  })
}

function migrator(driver: ScriptedDriver, ...ids: readonly string[]): Migrator {
  const made = new Migrator(driver)
  made.addMigrations(ids.map(migration))
  return made
}

it('one query is all that a schema costs that is up to date', async () => {
  const driver = database(historyRows('1'))
  const schema = await bringUp([migrator(driver, '1')])
  expect(schema.reports).toEqual([undefined])
  expect(driver.sent.filter(isHistoryRead)).toHaveLength(1)
  expect(await schema.health()).toEqual({ state: 'current' })
})

it('what is pending is applied before the service starts', async () => {
  const schema = await bringUp([migrator(database(historyRows('1'), historyRows('1'), historyRows('1', '2')), '1', '2')])
  expect(schema.reports).toMatchObject([{ outcome: 'migrated', steps: [{ id: '2' }] }])
  expect(await schema.health()).toEqual({ state: 'current' })
})

it('a replica of the old code starts although newer code has applied more, and says so', async () => {
  const schema = await bringUp([migrator(database(historyRows('1', '2')), '1')])
  expect(await schema.health()).toMatchObject({ state: 'ahead', migrations: [{ id: '2', state: 'unknown' }] })
})

/** Statement 1 of migration `id` has run, and nothing more. */
function halfWay(id: string, seq: number, applied: readonly Row[]): ScriptedDriver {
  const record = { line: 'app', id, seq, n: 0, name: '', checksum: 'c', state: 'done', run: 'r', started_at: '2026-01-01T00:00:00.000Z' }
  let run = ''
  return scriptedDriver({
    answer: (text) => {
      if (isHistoryRead(text)) return applied.map((row) => ({ ...row, steps: 1 }))
      const owner = /owner = '([^']+)'/.exec(text)?.[1]
      if (owner !== undefined) run = owner
      if (text.startsWith('SELECT line, id, seq, n')) return [record]
      return text.includes('migrations_lease') && text.startsWith('SELECT')
        ? [{ token: 1, owner: run, session: null, left_ms: 0 }]
        : undefined
    },
  })
}

it('a replica of the old code starts while newer code is half way with more, and says which way', async () => {
  const schema = await bringUp([migrator(halfWay('2', 1, historyRows('1')), '1')])
  expect(describeHealth(await schema.health())).toEqual({ fit: true, schema: 'ahead', migrations: ['app 2: unknown, half way up'] })
})

it('what is half way down in this code keeps the service from starting', async () => {
  const driver = halfWay('1', 2, historyRows('1'))
  await expect(bringUp([migrator(driver, '1')])).rejects.toMatchObject({ code: 'BLOCKED', details: { problems: [{ code: 'HALF_WAY' }] } })
})

it('code that lacks what is applied and has something pending is refused, and the driver is closed', async () => {
  const driver = database(historyRows('1', '3'))
  await expect(bringUp([migrator(driver, '1', '2')])).rejects.toMatchObject({ code: 'BLOCKED' })
  expect(driver.closed).toBe(1)
})

it('a failed migration keeps the service from starting', async () => {
  const syntax = new DriverError({ reason: 'syntax', outcome: 'not-applied', message: 'syntax error' })
  const driver = scriptedDriver({
    answer: (text) => (isHistoryRead(text) ? historyRows() : text.startsWith('CREATE TABLE t1') ? syntax : undefined),
  })
  await expect(bringUp([migrator(driver, '1')])).rejects.toMatchObject({ code: 'MIGRATION_FAILED' })
})

it('a driver that cannot be closed hides nothing, and keeps no other one open', async () => {
  const [stuck, sound] = [database(gone), database(historyRows('1'))]
  stuck.close = () => Promise.reject(new Error('cannot be closed'))
  await expect(bringUp([migrator(stuck, '1'), migrator(sound, '1')])).rejects.toMatchObject({ code: 'DATABASE' })
  expect(sound.closed).toBe(1)

  const closing = database(historyRows('1'))
  closing.close = () => Promise.reject(new Error('cannot be closed'))
  const schema = await bringUp([migrator(closing, '1'), migrator(sound, '1')])
  await expect(schema.close()).rejects.toThrow('cannot be closed')
  expect(sound.closed).toBe(2)
})

it('a health check tells of migrations that somebody took back, and of a database that does not answer', async () => {
  const schema = await bringUp([migrator(database(historyRows('1'), historyRows(), gone), '1')])
  expect(await schema.health()).toMatchObject({ state: 'behind', migrations: [{ id: '1', state: 'pending' }] })
  expect(await schema.health()).toMatchObject({ state: 'unreadable', error: { code: 'DATABASE' } })
})

it('a health check tells of a migration that is not what was applied', async () => {
  const changed = historyRows({ id: '1', checksum: 'sha256-tokens-1:00', raw_checksum: 'sha256:00' })
  const schema = await bringUp([migrator(database(historyRows('1'), changed), '1')])
  expect(await schema.health()).toMatchObject({ state: 'changed', migrations: [{ id: '1' }] })
})

it('only what is missing or changed makes a service unfit, and the answer names it without the words of an error', async () => {
  const histories = [historyRows('1'), historyRows('1', '2'), historyRows(), gone]
  const schema = await bringUp([migrator(database(historyRows('1'), ...histories), '1')])
  const answers = []
  for (let n = 0; n < histories.length; n += 1) answers.push(describeHealth(await schema.health()))
  expect(answers).toEqual([
    { fit: true, schema: 'current', migrations: [] },
    { fit: true, schema: 'ahead', migrations: ['app 2: unknown'] },
    { fit: false, schema: 'behind', migrations: ['app 1: pending'] },
    { fit: false, schema: 'unreadable', migrations: [] },
  ])
})
