// Owns: prefixes that differ only in upper and lower case, and schemas that are not there: told by name, on every engine.
// Must not know: which lines there are beside those that it uses.

import { type Driver, type LineReport, migrateLines, Migrator } from '@godwit/core'
import { mysql } from '@godwit/driver-mysql'
import { pg } from '@godwit/driver-pg'
import { availability, type MariadbServer, startMariadb } from '@godwit/servers'
import { describeOn } from '@godwit/servers/vitest'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { agentsLine, assistantsLine, gatewayLine } from '../src/index.ts'
import { onEachEngine } from './fresh-databases.ts'

const clashing = [agentsLine({ prefix: 'Bot_' }), assistantsLine({ prefix: 'bOT_' })] as const

/** Both ways: in one call, and one after the other. */
async function together(driver: Driver): Promise<readonly LineReport[]> {
  return migrateLines(driver, clashing)
}
async function inTurn(driver: Driver): Promise<readonly LineReport[]> {
  await migrateLines(driver, [clashing[0]])
  return migrateLines(driver, [clashing[1]])
}

const refused = { report: { outcome: 'blocked', done: [] } }
const tables = (reports: readonly LineReport[]): readonly string[] =>
  reports.flatMap(({ report }) =>
    report.outcome === 'blocked'
      ? report.problems.flatMap((problem) => (problem.code === 'NAME_TAKEN' ? [problem.object.name.toLowerCase()] : []))
      : [report.outcome],
  )

onEachEngine(({ fresh }) => {
  test('names that differ only in case are one name, in one call and one after the other', async () => {
    for (const way of [together, inTurn]) {
      const reports = await way(await fresh())
      expect(reports).toMatchObject([refused])
      expect(tables(reports)).toEqual(expect.arrayContaining(['bot_agents', 'bot_sessions']))
    }
  })
})

describe.skipIf(availability('mariadb').state !== 'available')('on a MariaDB that does not tell upper from lower case', () => {
  let server: MariadbServer | undefined
  beforeAll(async () => {
    server = await startMariadb({ settings: { 'lower-case-table-names': 1 } })
  }, 120_000)
  afterAll(() => server?.stop())

  test.each([together, inTurn])('$name: names that differ only in case are one name', async (way) => {
    if (server === undefined) throw new Error('not started')
    const database = await server.createDatabase()
    onTestFinished(() => database.drop())
    const driver = mysql(database.url)
    onTestFinished(() => driver.close())
    const reports = await way(driver)
    expect(reports).toMatchObject([refused])
    expect(tables(reports)).toEqual(expect.arrayContaining(['bot_agents', 'bot_sessions']))
  })
})

describeOn('postgres-15', (server) => {
  const opened = async (): Promise<Driver> => {
    const driver = pg((await server.freshDatabase()).url)
    onTestFinished(() => driver.close())
    return driver
  }
  const made = async (driver: Driver): Promise<readonly unknown[]> => {
    const session = await driver.open('read')
    try {
      return (await session.run("SELECT tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")).rows
    } finally {
      await session.close()
    }
  }

  test('a schema that is not there is told once for the line, before anything is made', async () => {
    const driver = await opened()
    const migrator = new Migrator(driver, agentsLine({ schema: 'elsewhere' }))
    const missing = { code: 'SCHEMA_MISSING', line: 'agents', id: '001', schema: 'elsewhere' }
    expect(await migrator.up()).toMatchObject({ outcome: 'blocked', problems: [missing] })
    expect(await migrator.plan('up')).toMatchObject({ ok: false, problems: [missing] })
    await expect(migrator.migrate()).rejects.toThrow(/there is no schema 'elsewhere'.*CREATE SCHEMA elsewhere/s)
    expect(await made(driver)).toEqual([])
  })

  test('it is told of a line that comes second in a call, too, and one that another migration makes is not missed', async () => {
    const driver = await opened()
    const schemas = {
      name: 'schemas',
      migrations: [{ id: '1', description: 's', up: ['CREATE SCHEMA IF NOT EXISTS one', 'CREATE SCHEMA two'] }],
    }
    const lines = [schemas, agentsLine({ schema: 'one' }), gatewayLine({ schema: 'three' })]
    expect(await migrateLines(driver, lines)).toMatchObject([
      { line: 'schemas', report: { outcome: 'blocked', problems: [{ code: 'SCHEMA_MISSING', line: 'gateway', schema: 'three' }] } },
    ])
    expect(await made(driver)).toEqual([])
    expect(tables(await migrateLines(driver, [schemas, agentsLine({ schema: 'one' }), gatewayLine({ schema: 'two' })]))).toEqual([
      'migrated',
      'migrated',
      'migrated',
    ])
  })

  test('a line in the schema of the connection, named and not named, is one place', async () => {
    const driver = await opened()
    expect(await migrateLines(driver, [agentsLine({}), gatewayLine({ schema: 'public' })])).toMatchObject([
      { line: 'agents', report: { outcome: 'blocked', problems: [{ code: 'NAME_TAKEN', line: 'gateway', by: { line: 'agents' } }] } },
    ])
  })
})
