// Owns: that a line is not taken back under another whose first migration is half way up, and has no receipt yet.
// Must not know: how that is recorded.

import { type Migration, Migrator } from '@godwit/core'
import { expect, onTestFinished, test } from 'vitest'
import { betterSqlite3 } from '../src/index.ts'
import { scratchFile } from './session.ts'

const agents: Migration = { id: '1', description: 'agents', up: ['CREATE TABLE agents (id INTEGER)'], down: ['DROP TABLE agents'] }
const begun = (second: string): Migration => ({
  id: '1',
  description: 'half',
  transaction: 'forbidden',
  up: ['CREATE TABLE half (id INTEGER)', second],
  down: ['DROP TABLE half'],
})

test('a line is not taken back under another whose first migration is half way up', async () => {
  const driver = betterSqlite3(scratchFile())
  onTestFinished(() => driver.close())
  const below = new Migrator(driver, { line: 'agents' })
  below.addMigration(agents)
  const above = (second: string): Migrator => {
    const migrator = new Migrator(driver, { line: 'app', requires: ['agents'] })
    migrator.addMigration(begun(second))
    return migrator
  }
  expect(await below.up()).toMatchObject({ outcome: 'migrated' })
  expect(await above('INSERT INTO nowhere VALUES (1)').up()).toMatchObject({
    outcome: 'failed',
    failed: { transaction: 'partly committed' },
  })
  const refused = { outcome: 'blocked', problems: [{ code: 'REQUIRED_BY', line: 'agents', otherLine: 'app', requirement: 'agents' }] }
  expect(await below.down({ to: 'nothing' })).toMatchObject(refused)
  const mended = above('INSERT INTO half VALUES (1)')
  expect(await mended.up()).toMatchObject({ outcome: 'migrated' })
  expect(await below.down({ to: 'nothing' })).toMatchObject(refused)
  expect(await mended.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
  expect(await below.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
})
