// Owns: which versions of SQLite are written to.
// Must not know: what for.

import BetterSqlite3 from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { rejection, scratchFile, sessionOn } from './session.ts'

/** A client that says so of itself; everything else of it is as it is. */
function saying(version: string): InstanceType<typeof BetterSqlite3> {
  const database = new BetterSqlite3(scratchFile())
  onTestFinished(() => void database.close())
  database.function('sqlite_version', () => version)
  return database
}

describe('better-sqlite3 with an older SQLite', () => {
  test.each(['3.34.1', '3.7.17', '2.8.17'])('%s is not written to, and the message says what is needed (S-M7)', async (version) => {
    const error = await rejection(sessionOn(saying(version)))
    expect(error).toMatchObject({ reason: 'unknown', outcome: 'not-applied', retryable: false })
    expect(error.message).toMatch(`This client has SQLite ${version}, and migrations need 3.35 or newer`)
  })

  test('it can still be read', async () => {
    const session = await sessionOn(saying('3.34.1'), 'read')
    expect((await session.run('SELECT 1 AS n')).rows).toEqual([{ n: 1 }])
  })

  test.each(['3.35.0', '3.100.0', '4.0.0'])('%s is new enough', async (version) => {
    await (await sessionOn(saying(version))).run('CREATE TABLE t (a)')
  })
})
