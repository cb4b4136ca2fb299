// Owns: how many messages a run takes where several statements go into one.
// Must not know: what is in them.

import { Migrator } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { mysql } from '../src/index.ts'

/** A table each; every tenth has a row too, whose transaction has its intents and closes in it. */
const migrations = Array.from({ length: 100 }, (_, n) => ({
  id: String(n + 1).padStart(4, '0'),
  description: `table ${n}`,
  up: [`CREATE TABLE t${n} (a INT)`, `CREATE INDEX i${n} ON t${n} (a)`, ...(n % 10 === 0 ? [`INSERT INTO t${n} VALUES (1)`] : [])],
}))

describeOn('mariadb', (server) => {
  test('a hundred migrations that are pending take eight round trips at most, and one when there is nothing to do', async () => {
    const { url } = await server.freshDatabase()
    const driver = mysql(url)
    onTestFinished(() => driver.close())
    const migrator = (): Migrator => {
      const made = new Migrator(driver)
      made.addMigrations(migrations)
      return made
    }
    const report = await migrator().up()
    expect(report).toMatchObject({ outcome: 'migrated', steps: { length: 100 } })
    expect(report.roundTrips).toBeLessThanOrEqual(8)
    expect(await migrator().up()).toMatchObject({ outcome: 'up-to-date', roundTrips: 1 })
  })
})
