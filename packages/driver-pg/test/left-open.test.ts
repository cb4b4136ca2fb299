// Owns: what becomes of a statement that ran and whose record nobody closed, where the catalogue could be misread.
// Must not know: how a process comes to end there.

import { Migrator } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { pg } from '../src/index.ts'

describeOn('postgres-15', (server) => {
  test.each(['DROP INDEX CONCURRENTLY i', 'DROP INDEX CONCURRENTLY IF EXISTS i'])(
    '%s that left one of that name in another schema of the search path does not drop that one too',
    async (statement) => {
      const { url, database, query } = await server.freshDatabase()
      for (const schema of ['mine', 'common']) {
        await query(`CREATE SCHEMA ${schema}`)
        await query(`CREATE TABLE ${schema}.t (a int)`)
        await query(`CREATE INDEX i ON ${schema}.t (a)`)
      }
      await query(`ALTER DATABASE ${database} SET search_path = mine, common`)
      const driver = pg(url)
      onTestFinished(() => driver.close())
      const migrator = new Migrator(driver)
      migrator.addMigrations([{ id: '1', description: 'no index', up: [statement] }])
      expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
      await query('DELETE FROM mine.migrations')
      await query(`UPDATE mine.migrations_step SET state = 'open'`)

      expect(await migrator.up()).toMatchObject({ outcome: 'blocked', problems: [{ code: 'STATEMENT_UNRESOLVED', id: '1', n: 0 }] })
      expect(await query(`SELECT schemaname FROM pg_indexes WHERE indexname = 'i'`)).toEqual([{ schemaname: 'common' }])
      await migrator.resolve('1', 0, 'took-effect')
      expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
      expect(await query(`SELECT schemaname FROM pg_indexes WHERE indexname = 'i'`)).toEqual([{ schemaname: 'common' }])
    },
  )
})
