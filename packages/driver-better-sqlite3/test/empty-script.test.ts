// Owns: that a script without a statement is never recorded as if something had been done.
// Must not know: how scripts are read.

import { type Migration, Migrator } from '@godwit/core'
import { expect, onTestFinished, test } from 'vitest'
import { betterSqlite3 } from '../src/index.ts'
import { scratchFile } from './session.ts'

const full: Migration = { id: '1', description: 'one', up: ['CREATE TABLE t (id INT)'], down: ['DROP TABLE t'] }

function migratorOn(file: string, ...migrations: readonly Migration[]): Migrator {
  const driver = betterSqlite3(file)
  onTestFinished(() => driver.close())
  const migrator = new Migrator(driver)
  migrator.addMigrations(migrations)
  return migrator
}

test.each([[['-- CREATE TABLE t (id INT)']], [['/* later */', ' ; ; -- nothing']], [{ sqlite: ['-- none'], postgres: ['SELECT 1'] }]])(
  'an up of %j is refused, and nothing is recorded',
  async (up) => {
    const migrator = migratorOn(scratchFile(), { ...full, up })
    const refused = [{ code: 'SCRIPT_EMPTY', id: '1', script: 'up' }]
    expect(await migrator.up()).toMatchObject({ outcome: 'blocked', done: [], problems: refused })
    expect(await migrator.plan('up')).toMatchObject({ ok: false, problems: refused })
    expect(await migrator.baseline({ to: 'latest' })).toMatchObject({ outcome: 'blocked', done: [], problems: refused })
    expect(await migrator.validateMigrations()).toMatchObject({ isValid: false })
    expect((await migrator.status()).migrations).toMatchObject([{ id: '1', state: 'pending' }])
  },
)

test('a down of comments is refused, and nothing is recorded as taken back', async () => {
  const file = scratchFile()
  const migrator = migratorOn(file, { ...full, down: ['-- DROP TABLE t'] })
  expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
  const refused = (script: string): object => ({ outcome: 'blocked', done: [], problems: [{ code: 'SCRIPT_EMPTY', id: '1', script }] })
  expect(await migrator.down({ to: 'nothing' })).toMatchObject(refused('down'))
  expect(await migratorOn(file).down({ to: 'nothing' })).toMatchObject(refused('recorded down'))
  expect((await migrator.status()).migrations).toMatchObject([{ id: '1', state: 'applied' }])
  expect(await migratorOn(file, full).down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
})
