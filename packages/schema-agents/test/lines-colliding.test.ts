// Owns: lines that want one name, in one call: refused by name before anything is made, on every engine.
// Must not know: which lines there are beside those that it uses.

import { bringUp, type Line, migrateLines, Migrator } from '@godwit/core'
import { expect, test } from 'vitest'
import { agents, agentsLine, agentsSearch, agentStateLine, assistantsLine, gatewayLine } from '../src/index.ts'
import { onEachEngine, run } from './fresh-databases.ts'

const TABLES: Readonly<Record<string, string>> = {
  sqlite: "SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'",
  postgres: "SELECT tablename AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
  mysql: 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
}

onEachEngine(({ dialect, fresh }) => {
  const taken = (line: string, name: string, by: string): object => ({ code: 'NAME_TAKEN', line, object: { name }, by: { line: by } })

  test('of three in one call that want the same tables every clash is named at once, and nothing is made', async () => {
    const driver = await fresh()
    const [only, ...more] = await migrateLines(driver, [agents, assistantsLine({}), gatewayLine({})])
    expect(more).toEqual([])
    if (only?.report.outcome !== 'blocked') throw new Error(`agents ${only?.report.outcome}`)
    expect(only).toMatchObject({ line: 'agents', report: { done: [] } })
    expect(only.report.problems).toEqual(
      expect.arrayContaining(
        [taken('assistants', 'agents', 'agents'), taken('assistants', 'sessions', 'agents'), taken('gateway', 'sessions', 'agents')].map(
          (each) => expect.objectContaining(matching(each)) as object,
        ),
      ),
    )
    expect((await run(driver, TABLES[dialect] ?? '')).rows).toEqual([])
  })

  test('what the second would make and somebody else has is told before the first is made', async () => {
    const driver = await fresh()
    await run(driver, 'CREATE TABLE gw_sessions (a INTEGER)')
    const reports = await migrateLines(driver, [agents, gatewayLine({ prefix: 'gw_' })])
    expect(reports).toMatchObject([
      {
        line: 'agents',
        report: { outcome: 'blocked', problems: [{ code: 'NAME_TAKEN', line: 'gateway', object: { name: 'gw_sessions' } }] },
      },
    ])
    expect((await run(driver, TABLES[dialect] ?? '')).rows).toEqual([{ name: 'gw_sessions' }])
  })

  test('a plan after another says so, and so does a service that brings its lines up', async () => {
    const driver = await fresh()
    const [first, second] = [new Migrator(driver, agents), new Migrator(driver, agentStateLine({}))]
    const planning = await first.plan('up')
    if (!planning.ok) throw new Error('no plan')
    expect(await second.plan('up', { to: 'latest' }, { after: [planning.plan] })).toMatchObject({
      ok: false,
      problems: [taken('agent-state', 'sessions', 'agents')],
    })
    await expect(bringUp([first, second])).rejects.toThrow(/'sessions'.*line 'agents'/s)
    expect((await run(driver, TABLES[dialect] ?? '')).rows).toEqual([])
  })

  test('lines under names of their own, and those that require each other, come up in one call', async () => {
    const driver = await fresh()
    const lines: readonly Line[] = [agentsSearch, assistantsLine({ prefix: 'am_' }), agentsLine({}), gatewayLine({ prefix: 'gw_' })]
    const reports = await migrateLines(driver, lines)
    expect(reports.map(({ line, report }) => `${line} ${report.outcome}`)).toEqual([
      'agents migrated',
      'agents-search migrated',
      'assistants migrated',
      'gateway migrated',
    ])
  })

  test('where nothing is to be done, several lines ask no more than each of them', async () => {
    const driver = await fresh()
    const lines = [agents, assistantsLine({ prefix: 'am_' })]
    await migrateLines(driver, lines)
    const reports = await migrateLines(driver, lines)
    expect(reports.map(({ report }) => report)).toMatchObject([{ outcome: 'up-to-date' }, { outcome: 'up-to-date' }])
    for (const { line, report } of reports) {
      const alone = lines.find(({ name }) => name === line)
      if (alone !== undefined) expect(report.roundTrips, line).toBe((await new Migrator(driver, alone).up()).roundTrips)
    }
  })
})

function matching(each: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(each).map(([name, value]) => [
      name,
      typeof value === 'object' ? (expect.objectContaining(value as object) as unknown) : value,
    ]),
  )
}
