// Owns: replicas on one server, and what becomes of them in a deployment.
// Must not know: how they do it.

import { Migrator, type Migration } from '@godwit/core'
import { typeorm } from '@godwit/driver-typeorm'
import { CURRENT, fiveAtOnce, health, listed } from '@godwit/example-replicas'
import { describeOn } from '@godwit/servers/vitest'
import type { DataSource } from 'typeorm'
import { expect, onTestFinished, test } from 'vitest'
import { dataSourceOf } from '../src/data-source.ts'
import { notes } from '../src/line.ts'
import { closedGate } from './gate.ts'
import { startReplica } from './replica.ts'

const newer: Migration = {
  id: '005',
  description: 'notes are starred',
  up: ['ALTER TABLE notes ADD COLUMN starred boolean'],
  down: ['ALTER TABLE notes DROP COLUMN starred'],
}

async function connected(url: string): Promise<DataSource> {
  const dataSource = await dataSourceOf(url).initialize()
  onTestFinished(() => dataSource.destroy())
  return dataSource
}

function migratorOn(dataSource: DataSource, ...more: readonly Migration[]): Migrator {
  return new Migrator(typeorm(dataSource), { ...notes, migrations: [...notes.migrations, ...more] })
}

for (const { kind, engine } of [
  { kind: 'mariadb', engine: 'mariadb' },
  { kind: 'postgres-15', engine: 'postgres' },
] as const) {
  describeOn(kind, (server) => {
    test('five replicas start at once on an empty database, each serves the same schema and ends in order', async () => {
      const database = await server.freshDatabase()
      await fiveAtOnce(startReplica, database.url, async () => {
        expect(await database.query('SELECT id FROM migrations ORDER BY id')).toEqual(notes.migrations.map(({ id }) => ({ id })))
      })
    })

    test('told to stop in the middle of a long migration, a replica ends in order; what it finished is kept, the next one goes on', async () => {
      const database = await server.freshDatabase()
      const dataSource = await connected(database.url)
      await migratorOn(dataSource).up({ to: '002' })
      await database.query("INSERT INTO notes (text) VALUES ('from before')")
      const gate = await closedGate(engine, database, dataSource)
      const stopped = startReplica(database.url)
      await gate.reached()
      stopped.stop()
      await stopped.printed(/^SIGTERM: ending$/)
      await gate.open()
      expect(await stopped.ended).toBe(0)

      const { migrations } = await migratorOn(dataSource).status()
      expect(migrations.slice(0, 3).map(({ state }) => state)).toEqual(['applied', 'applied', 'applied'])

      const url = await startReplica(database.url).serving()
      expect(await health(url)).toEqual(CURRENT)
      expect(await listed(url)).toEqual([{ id: 1, text: 'from before', author: 'nobody' }])
    })

    test('an old replica stays fit, and starts again, while newer code has applied more, but not while something is missing', async () => {
      const { url: database } = await server.freshDatabase()
      const url = await startReplica(database).serving()
      const migrator = migratorOn(await connected(database), newer)
      expect((await migrator.up()).outcome).toBe('migrated')
      const ahead = [200, { schema: 'ahead', migrations: ['notes 005: unknown'] }]
      expect(await health(url)).toEqual(ahead)
      expect(await health(await startReplica(database).serving())).toEqual(ahead)
      expect((await migrator.down({ to: '003' })).outcome).toBe('migrated')
      expect(await health(url)).toEqual([503, { schema: 'behind', migrations: ['notes 004: pending'] }])
    })
  })
}
