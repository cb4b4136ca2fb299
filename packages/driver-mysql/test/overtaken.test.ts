// Owns: what a run makes of it when somebody else has moved the line while it waited for its turn.
// Must not know: how it waits.

import { type MigrateEvent, type Migration, Migrator } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { createConnection } from 'mysql2/promise'
import { expect, onTestFinished, test } from 'vitest'
import { driverOn } from './session.ts'

const LINE: readonly Migration[] = [
  { id: '1', description: '1', up: ['CREATE TABLE t1 (a INT)'], down: ['DROP TABLE t1'] },
  { id: '2', description: '2', up: ['DELETE FROM guard'], down: ['DELETE FROM guard'] },
  { id: '3', description: '3', up: ['CREATE TABLE t3 (a INT)'], down: ['DROP TABLE t3'] },
]

function migrator(url: string, observer: (event: MigrateEvent) => unknown = () => {}): Migrator {
  const made = new Migrator(driverOn(url), { observer })
  made.addMigrations(LINE)
  return made
}

describeOn(['mariadb', 'mariadb-11', 'mysql'], (server) => {
  test('a way down that waited while others were applied takes nothing away from under them', async () => {
    const { url, query, host, port, user, password, database } = await server.freshDatabase()
    await query('CREATE TABLE guard (a INT PRIMARY KEY)')
    await query('INSERT INTO guard VALUES (1)')
    expect(await migrator(url).up({ to: '1' })).toMatchObject({ outcome: 'migrated' })
    const owner = await createConnection({ host, port, user, password, database })
    onTestFinished(() => owner.end())
    await owner.query('START TRANSACTION')
    await owner.query('SELECT * FROM guard FOR UPDATE')
    const up = migrator(url).up()
    const deleting = `SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE 'DELETE FROM guard%'`
    while ((await query(deleting)).length === 0);

    // Planned while only 1 is applied, and kept waiting for the lease.
    const down = migrator(url, ({ type }) => type === 'turn.waiting' && void owner.query('ROLLBACK')).down({ steps: 1 })
    expect(await up).toMatchObject({ outcome: 'migrated', steps: [{ id: '2' }, { id: '3' }] })
    expect(await down).toMatchObject({ outcome: 'blocked', done: [], problems: [{ code: 'OVERTAKEN', id: '3', direction: 'down' }] })
    expect(await query(`SHOW TABLES LIKE 't_'`)).toHaveLength(2)
    expect(await migrator(url).down({ steps: 1 })).toMatchObject({ outcome: 'migrated', steps: [{ id: '3' }] })
  })
})
