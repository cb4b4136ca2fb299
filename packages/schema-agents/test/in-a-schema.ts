// Owns: a line in a schema of PostgreSQL, which goes up, is used and goes down there.
// Must not know: which line.

import { type Line, Migrator } from '@godwit/core'
import { pg } from '@godwit/driver-pg'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { type Handle, handle, type Names } from '../src/index.ts'

/** `use`: all that is left of it when the line is gone is a failure. */
export function inASchema(lineOf: (names: Names) => Line, prefix: string, use: (on: Handle) => Promise<void>): void {
  describeOn('postgres-15', (server) => {
    test('the line in a schema goes up, is used and goes down there', async () => {
      const { url } = await server.freshDatabase()
      const driver = pg(url)
      onTestFinished(() => driver.close())
      const names = { schema: 'app', prefix }
      const session = await driver.open('write')
      await session.run('CREATE SCHEMA app')
      const migrator = new Migrator(driver, lineOf(names))
      expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
      await use(handle(session, names))
      const tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'app'"
      expect((await session.run(tables)).rows).not.toEqual([])
      expect(await migrator.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
      expect((await session.run(tables)).rows).toEqual([])
      await session.close()
    })
  })
}
