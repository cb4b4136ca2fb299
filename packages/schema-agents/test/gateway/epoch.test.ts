// Owns: what migration 003 of the line `gateway` does not depend on: the time zone of a session, a schema, another who migrates too.
// Must not know: what the functions do in detail.

import { Migrator, type SqlScript } from '@godwit/core'
import { pg } from '@godwit/driver-pg'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { gateway, gatewayLine, handle } from '../../src/index.ts'
import { createSession, getSession } from '../../src/lines/gateway/index.ts'
import { indexesOf } from '../catalogue.ts'
import { onEveryEngine } from '../on-every-engine.ts'

onEveryEngine(undefined, (database) => {
  test(
    'S-D10: of several that migrate at once each finds the whole schema, and every migration ran once',
    { timeout: 60_000 },
    async () => {
      const migrators = Array.from({ length: 4 }, () => new Migrator(database.driver(), gateway))
      const reports = await Promise.all(migrators.map((migrator) => migrator.up()))
      expect(reports.filter(({ outcome }) => outcome !== 'migrated' && outcome !== 'up-to-date')).toEqual([])
      const on = await database.another()
      expect(await indexesOf(on, 'ix_')).toHaveLength(on.place.dialect === 'sqlite' ? 7 : 10)
      expect((await on.run("SELECT id FROM migrations WHERE line = 'gateway' ORDER BY id")).rows.map(({ id }) => id)).toEqual([
        '001',
        '002',
        '003',
        '004',
        '005',
      ])
      await migrators[0]?.down({ to: 'nothing' })
    },
  )

  const { dialect } = database
  if (dialect !== 'sqlite') {
    test('S-T6: dates are read and written in UTC, whatever the time zone of the session', async () => {
      const migrator = new Migrator(database.driver(), gateway)
      await migrator.up({ to: '002' })
      const session = await database.driver().open('write')
      const scripts = gateway.migrations[2] as {
        readonly up: Readonly<Record<string, SqlScript>>
        readonly down: Readonly<Record<string, SqlScript>>
      }
      const run = async (script: SqlScript | undefined): Promise<void> => {
        for (const statement of script ?? []) await session.run(String(statement))
      }
      // In Berlin no clock shows this time: it is put forward then.
      const written = dialect === 'mysql' ? "'2026-03-29 02:30:00.123'" : "'2026-03-29T02:30:00.123Z'"
      await session.run(dialect === 'mysql' ? "SET time_zone = '+05:30'" : "SET TIME ZONE 'Europe/Berlin'")
      await session.run(`INSERT INTO sessions (id, user_id, created_at, updated_at) VALUES ('s', 'u', ${written}, NULL)`)
      await run(scripts.up[dialect])
      const before = await getSession(handle(session), 's')
      expect(before?.created_time).toBe(Date.parse('2026-03-29T02:30:00.123Z'))
      expect(Math.abs((before?.updated_time ?? 0) - Date.now())).toBeLessThan(60_000)
      await run(scripts.down[dialect])
      await run(scripts.up[dialect])
      expect(await getSession(handle(session), 's')).toEqual(before)
      await run(scripts.down[dialect])
      await session.close()
      await migrator.down({ to: 'nothing' })
    })
  }
})

describeOn('postgres-15', (server) => {
  test('the line goes up, is used and goes down step by step in a schema', async () => {
    const { url } = await server.freshDatabase()
    const driver = pg(url)
    onTestFinished(() => driver.close())
    const names = { schema: 'webui' }
    const session = await driver.open('write')
    await session.run('CREATE SCHEMA webui')
    const migrator = new Migrator(driver, gatewayLine(names))
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    const created = await createSession(handle(session, names), { user_id: 'u' })
    for (const to of ['002', '001']) expect(await migrator.down({ to })).toMatchObject({ outcome: 'migrated' })
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await getSession(handle(session, names), created.id)).toEqual(created)
    expect(await migrator.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    expect((await session.run("SELECT tablename FROM pg_tables WHERE schemaname = 'webui'")).rows).toEqual([])
    await session.close()
  })
})
