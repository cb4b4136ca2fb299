// Owns: that the history keeps texts as they are, whatever a script makes of the session that writes it.
// Must not know: how literals are written.

import { type Migration, Migrator } from '@godwit/core'
import type { Driver } from '@godwit/core/driver'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { pg } from '../src/index.ts'

describeOn('postgres-15', (server) => {
  test.each(['auto', 'forbidden'] as const)(
    'an id, a description and a way back beyond ASCII are kept under another client_encoding, with transaction %s',
    async (transaction) => {
      const { url, query } = await server.freshDatabase()
      const migrator = (...migrations: readonly Migration[]): Migrator => {
        const driver = pg(url)
        onTestFinished(() => driver.close())
        const made = new Migrator(driver)
        made.addMigrations(migrations)
        return made
      }
      const line = ['1', '2_größe'].map((id): Migration => ({
        id,
        description: `🦆 \\ ${id}`,
        transaction,
        up: ["SET client_encoding = 'LATIN1'", `CREATE TABLE "t${id.charAt(0)}" (id int)`],
        down: [`-- größe\nDROP TABLE t${id.charAt(0)}`],
      }))
      for (const one of line) expect(await migrator(...line).up({ to: one.id })).toMatchObject({ outcome: 'migrated' })
      expect(await query('SELECT id, description FROM migrations ORDER BY id')).toEqual(
        line.map(({ id, description }) => ({ id, description })),
      )
      expect(await migrator().down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated', steps: [{}, {}] })
    },
  )

  test.each(['SQL_ASCII', 'LATIN1'])('and on a database of encoding %s', async (encoding) => {
    const { url, query, database } = await server.freshDatabase()
    const name = `${database}_${encoding.toLowerCase()}`
    await query(`CREATE DATABASE ${name} ENCODING '${encoding}' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`)
    const drivers: Driver[] = []
    onTestFinished(async () => {
      for (const driver of drivers) await driver.close()
      await query(`DROP DATABASE ${name} WITH (FORCE)`)
    })
    const there = new URL(url)
    there.pathname = `/${name}`
    const migrator = (): Migrator => {
      const driver = pg(there.href)
      drivers.push(driver)
      const made = new Migrator(driver)
      made.addMigration({ id: '1_größe', description: 'one', up: ['CREATE TABLE t (id int)'], down: ['-- größe\nDROP TABLE t'] })
      return made
    }
    expect(await migrator().up()).toMatchObject({ outcome: 'migrated' })
    expect(await migrator().up()).toMatchObject({ outcome: 'up-to-date' })
    expect(await migrator().down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
  })
})
