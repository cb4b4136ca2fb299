// Owns: what was taken back, planned for and applied again where each statement commits by itself.
// Must not know: the command line.

import { Migrator, type Migration } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { expect, test } from 'vitest'
import { driverOn } from './session.ts'

const simple = (id: string): Migration => ({
  id,
  description: id,
  up: [`CREATE TABLE t${id} (a INT)`, `CREATE INDEX i${id} ON t${id} (a)`],
  down: [`DROP TABLE t${id}`],
})

function migrator(url: string, ...ids: readonly string[]): Migrator {
  const made = new Migrator(driverOn(url))
  made.addMigrations(ids.map(simple))
  return made
}

describeOn('mariadb', (server) => {
  test('the way up planned before the way down runs is the one that then runs, past a late migration', async () => {
    const { url, query } = await server.freshDatabase()
    expect(await migrator(url, '1', '3').up()).toMatchObject({ outcome: 'migrated' })
    const now = migrator(url, '1', '2', '3')
    const down = await now.plan('down', { steps: 1 })
    if (!down.ok) throw new Error(JSON.stringify(down.problems))
    const ahead = await now.plan('up', { again: ['3'] }, { after: [down.plan] })
    expect(ahead).toMatchObject({ ok: true, plan: { steps: [{ id: '3', seq: 3, ordinal: 4 }] } })

    expect(await now.down({ steps: 1 }, { plan: down.plan.hash })).toMatchObject({ outcome: 'migrated' })
    expect(await now.plan('up', { again: ['3'] })).toEqual(ahead)
    expect(await now.up({ again: ['3'] })).toMatchObject({ outcome: 'migrated', steps: [{ id: '3', direction: 'up' }] })
    expect(await query(`SHOW TABLES LIKE 't_'`)).toHaveLength(2)
  })

  test('all of a line is planned for again while its tables are still there', async () => {
    const { url } = await server.freshDatabase()
    const now = migrator(url, '1', '2')
    await now.up()
    const down = await now.plan('down', { to: 'nothing' })
    if (!down.ok) throw new Error(JSON.stringify(down.problems))
    expect(await now.plan('up', { again: ['1', '2'] }, { after: [down.plan] })).toMatchObject({
      ok: true,
      plan: { steps: [{ id: '1' }, { id: '2' }] },
    })
  })
})
