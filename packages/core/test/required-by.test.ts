import { describe, expect, it } from 'vitest'
import type { Migration } from '../src/model/migration.ts'
import { Migrator } from '../src/shell/migrator.ts'
import { type Answer, historyRows, isHistoryRead, type ScriptedDriver, scriptedDriver } from './scripted-driver.ts'

const agents = (id: string): Migration => ({ id, description: id, up: [`CREATE TABLE t${id} (a)`], down: [`DROP TABLE t${id}`] })

/** Agents 1 to 3 are applied, and on top of them one migration of the line `app`, which required `needs` when it ran. */
function database(needs: readonly string[]): { readonly driver: ScriptedDriver; readonly migrator: Migrator } {
  const rows = historyRows(...['1', '2', '3'].map((id) => ({ id, line: 'agents', ordinal: Number(id) })), {
    id: '1',
    line: 'app',
    ordinal: 1,
  })
  const driver = scriptedDriver({
    answer: (text): Answer => {
      if (isHistoryRead(text)) return rows
      return text.startsWith('SELECT line, id, seq, requires')
        ? [{ line: 'app', id: '1', seq: 1, requires: JSON.stringify(needs) }]
        : undefined
    },
  })
  const migrator = new Migrator(driver, { line: 'agents' })
  migrator.addMigrations(['1', '2', '3'].map(agents))
  return { driver, migrator }
}

describe('a way down', () => {
  it('is refused where it would take what another line requires, and names both', async () => {
    const { migrator, driver } = database(['agents>=2'])
    expect(await migrator.down({ to: '1' })).toMatchObject({
      outcome: 'blocked',
      problems: [{ code: 'REQUIRED_BY', line: 'agents', otherLine: 'app', requirement: 'agents>=2' }],
    })
    expect(driver.sent).not.toContain('OPEN write')
  })

  it.each<readonly [string, readonly string[], string]>([
    ['what is left is enough', ['agents>=2'], '2'],
    ['any migration is enough and one is left', ['agents'], '1'],
    ['the other line requires something else', ['tenancy>=1'], 'nothing'],
    ['the other line requires nothing', [], 'nothing'],
  ])('is free where %s', async (_, needs, to) => {
    expect(await database(needs).migrator.plan('down', { to })).toMatchObject({ ok: true })
  })

  it('asks nobody where no other line has written anything', async () => {
    const driver = scriptedDriver({ answer: (text) => (isHistoryRead(text) ? historyRows('1') : undefined) })
    const migrator = new Migrator(driver)
    migrator.addMigration(agents('1'))
    await migrator.plan('down')
    expect(driver.sent.filter((text) => text.includes('requires IS NOT NULL'))).toEqual([])
  })
})

it('a receipt keeps what its line requires', async () => {
  const driver = scriptedDriver({ answer: (text) => (isHistoryRead(text) ? historyRows({ id: '1', line: 'agents' }) : undefined) })
  const migrator = new Migrator(driver, { line: 'app', requires: ['agents>=1'] })
  migrator.addMigration(agents('1'))
  expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
  expect(driver.sent.find((text) => text.startsWith('INSERT INTO "main"."migrations" ('))).toContain(`'["agents>=1"]'`)
})
