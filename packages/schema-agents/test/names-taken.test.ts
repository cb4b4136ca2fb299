// Owns: a line is refused before its first statement where what it would make has a name that is taken, on every engine.
// Must not know: which lines there are beside the two that it uses.

import { Migrator } from '@godwit/core'
import { pg } from '@godwit/driver-pg'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { agents, agentsLine } from '../src/index.ts'
import { onEveryEngine } from './on-every-engine.ts'

onEveryEngine(undefined, (database) => {
  test('E-X1: tables of others are named, all of them, and nothing was made, no history either', async () => {
    const on = database.handle()
    await on.run('CREATE TABLE agents (a INTEGER)')
    await on.run('CREATE TABLE session_logs (a INTEGER)')
    const migrator = new Migrator(database.driver(), agents)
    const taken = [
      { code: 'NAME_TAKEN', id: '001', object: { kind: 'relation', name: 'agents' } },
      { code: 'NAME_TAKEN', id: '002', object: { kind: 'relation', name: 'session_logs' } },
    ]
    expect(await migrator.up()).toMatchObject({ outcome: 'blocked', problems: taken })
    expect(await migrator.plan('up')).toMatchObject({ ok: false, problems: taken })
    await expect(migrator.migrate()).rejects.toThrow(/would make the table, view or sequence 'agents'.*Nothing of line 'agents' was run/s)
    for (const table of ['sessions', 'migrations', 'migrations_lease'])
      await expect(on.run(`SELECT 1 FROM ${table}`)).rejects.toMatchObject({ reason: 'missing-object' })
  })

  test('under a prefix it goes up beside them, and what it made itself is no collision', async () => {
    const migrator = new Migrator(database.driver(), agentsLine({ prefix: 'ours_' }))
    expect(await migrator.up({ to: '001' })).toMatchObject({ outcome: 'migrated' })
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await migrator.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
  })
})

onEveryEngine(undefined, (database) => {
  test('what is there can be recorded without being run', async () => {
    await database.handle().run('CREATE TABLE agents (a INTEGER)')
    const migrator = new Migrator(database.driver(), agents)
    expect(await migrator.baseline({ to: 'latest' })).toMatchObject({ outcome: 'migrated' })
    expect(await migrator.up()).toMatchObject({ outcome: 'up-to-date' })
  })
})

onEveryEngine(undefined, (database) => {
  test('of ten who come at once none takes what another made for a collision', async () => {
    const reports = await Promise.all(Array.from({ length: 10 }, () => new Migrator(database.driver(), agents).up()))
    const done = reports.flatMap((report) => (report.outcome === 'migrated' ? report.steps.map(({ id }) => id) : [report.outcome]))
    expect(done.filter((each) => each !== 'up-to-date').toSorted()).toEqual(['001', '002', '002_keyset_index'])
  })
})

describeOn('postgres-15', (server) => {
  test('a table of the same name further along the search path is in nobody’s way', async () => {
    const { url } = await server.freshDatabase()
    const driver = pg(`${url}?options=-c%20search_path%3Downed,public`)
    onTestFinished(() => driver.close())
    const session = await driver.open('write')
    await session.run('CREATE SCHEMA owned')
    await session.run('CREATE TABLE public.agents (a integer)')
    await session.close()
    const migrator = new Migrator(driver, agents)
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
  })
})
