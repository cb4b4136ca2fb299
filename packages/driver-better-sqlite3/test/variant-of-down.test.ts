// Owns: that a way back for other engines only is none, where the way up has done something here.
// Must not know: how that is found out.

import { type Migration, Migrator, describeProblem } from '@godwit/core'
import { expect, test } from 'vitest'
import { betterSqlite3 } from '../src/index.ts'

test.each(['refuse', 'empty'] as const)(
  'what was made here is not called taken back where a missing variant means: %s',
  async (missingVariant) => {
    const driver = betterSqlite3(':memory:')
    const migrator = new Migrator(driver, { missingVariant })
    const made: Migration = { id: '1', description: 'a table', up: ['CREATE TABLE t (a)'], down: { postgres: ['DROP TABLE t'] } }
    migrator.addMigrations([made])
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    const report = await migrator.down({ to: 'nothing' })
    expect(report).toMatchObject({ outcome: 'blocked', problems: [{ id: '1' }] })
    if (missingVariant === 'empty')
      expect(report.outcome === 'blocked' ? report.problems.map((problem) => describeProblem(problem).message) : []).toEqual([
        "Migration '1' has a 'down' for postgres and none for sqlite, where it has done something: there is no way back over it here.",
      ])
    expect((await migrator.status()).current).toBe('1')
    await driver.close()
  },
)
