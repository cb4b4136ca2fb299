// Owns: replicas on one PostgreSQL, and what becomes of them in a deployment.
// Must not know: how they do it.

import { Migrator, type Migration } from '@godwit/core'
import { CURRENT, fiveAtOnce, health, listed } from '@godwit/example-replicas'
import { pg } from '@godwit/driver-pg'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { notes } from '../src/line.ts'
import { closedGate } from './gate.ts'
import { startReplica } from './replica.ts'

const newer: Migration = { id: '005', description: 'notes are starred', up: ['ALTER TABLE notes ADD COLUMN starred boolean'] }

function migratorOn(url: string, ...more: readonly Migration[]): Migrator {
  const migrator = new Migrator(pg(url), { ...notes, migrations: [...notes.migrations, ...more] })
  onTestFinished(() => migrator.close())
  return migrator
}

describeOn('postgres-15', (server) => {
  test('five replicas start at once on an empty database, each serves the same schema and ends in order', async () => {
    const database = await server.freshDatabase()
    await fiveAtOnce(startReplica, database.url, async () => {
      expect(await database.query('SELECT id, seq FROM migrations ORDER BY id')).toMatchObject(notes.migrations.map(({ id }) => ({ id })))
    })
  })

  test('told to stop in the middle of a long migration, a replica ends in order; what it finished is kept, the next one goes on', async () => {
    const database = await server.freshDatabase()
    await migratorOn(database.url).up({ to: '002' })
    await database.query("INSERT INTO notes (text) VALUES ('from before')")
    const gate = await closedGate(database)
    const stopped = startReplica(database.url)
    await gate.reached()
    stopped.stop()
    await stopped.printed(/^SIGTERM: ending$/)
    await gate.open()
    expect(await stopped.ended).toBe(0)

    const note = { id: 1, text: 'from before', author: 'nobody' }
    expect(await database.query('SELECT id::int, text, author FROM notes')).toEqual([note])
    const { migrations } = await migratorOn(database.url).status()
    expect(migrations.map(({ state }) => state)).toEqual(['applied', 'applied', 'applied', 'pending'])
    await gate.remove()

    const url = await startReplica(database.url).serving()
    expect(await health(url)).toEqual(CURRENT)
    expect(await listed(url)).toEqual([note])
  })

  test('an old replica stays fit, and starts again, while newer code has applied more', async () => {
    const { url: database } = await server.freshDatabase()
    const url = await startReplica(database).serving()
    expect((await migratorOn(database, newer).up()).outcome).toBe('migrated')
    const ahead = [200, { schema: 'ahead', migrations: ['notes 005: unknown'] }]
    expect(await health(url)).toEqual(ahead)
    expect(await health(await startReplica(database).serving())).toEqual(ahead)
  })
})
