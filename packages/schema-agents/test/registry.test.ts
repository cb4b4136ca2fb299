// Owns: C-M10, the registry's functions, and C-F14, the shape of the exports.
// Must not know: what the queries do in detail.

import { isMigrateError, Migrator } from '@godwit/core'
import { describe, expect, test } from 'vitest'
import * as root from '../src/index.ts'
import { onEveryEngine } from './on-every-engine.ts'
import { agent, log, session } from './rows.ts'

const { agents, getLatestMigrationId, getMigrationById, getMigrationsUpTo, getPendingMigrations, migrations } = root
const ids = (list: readonly { readonly id: string }[]): string[] => list.map(({ id }) => id)

test('C-F14: every query of the three sets is a text at the root of the package', () => {
  for (const set of [root.AgentQueries, root.SessionQueries, root.SessionLogQueries]) {
    for (const text of Object.values(set)) expect(text).toBeTypeOf('string')
  }
  expect(root.AgentQueries.insert).toContain('INSERT INTO agents')
})

describe('C-M10', () => {
  test('migrations are those of the line', () => {
    expect(migrations).toBe(agents.migrations)
  })

  test('getMigrationById finds a migration', () => {
    expect(getMigrationById('002')).toBe(migrations[1])
  })

  test('getMigrationsUpTo includes the named migration', () => {
    expect(ids(getMigrationsUpTo('001'))).toEqual(['001'])
    expect(ids(getMigrationsUpTo('002'))).toEqual(['001', '002'])
  })

  test('getPendingMigrations returns what comes after, and everything after the version of an empty database', () => {
    expect(ids(getPendingMigrations('0'))).toEqual(['001', '002'])
    expect(ids(getPendingMigrations('001'))).toEqual(['002'])
    expect(ids(getPendingMigrations('002'))).toEqual([])
  })

  test('getLatestMigrationId names the last migration', () => {
    expect(getLatestMigrationId()).toBe('002')
  })

  test.each([
    ['getMigrationById', getMigrationById],
    ['getMigrationsUpTo', getMigrationsUpTo],
    ['getPendingMigrations', getPendingMigrations],
  ])('%s refuses an unknown id and says which there are', (_, find) => {
    for (const id of ['003', '1', '', 'latest']) {
      let thrown: unknown
      try {
        find(id)
      } catch (error) {
        thrown = error
      }
      expect(isMigrateError(thrown, 'INVALID')).toBe(true)
      expect(thrown).toMatchObject({ message: `The line "agents" has no migration "${id}". It has 001, 002.`, details: { id } })
    }
  })
})

onEveryEngine(undefined, ({ driver, handle: on, dialect }) => {
  test('C-M10: what comes after a version is what is pending in a database of that version, and what leads up to it is there', async () => {
    const migrator = new Migrator(driver(), agents)
    for (const version of ['0', ...ids(migrations)]) {
      if (version !== '0') await migrator.up({ to: version })
      const { currentVersion, pendingMigrationIds } = await migrator.getMigrationSummary()
      expect({ currentVersion, pendingMigrationIds }).toEqual({
        currentVersion: version,
        pendingMigrationIds: ids(getPendingMigrations(version)),
      })
      const there = (await migrator.status()).migrations.filter(({ state }) => state === 'applied')
      expect(ids(there)).toEqual(version === '0' ? [] : ids(getMigrationsUpTo(version)))
    }
    expect((await migrator.getMigrationSummary()).currentVersion).toBe(getLatestMigrationId())
  })

  test('C-F14: what the package exports at its root is sent as it is, and its rows come back', async () => {
    const { AgentQueries, SessionQueries, SessionLogQueries, agentQueries, sessionQueries, sessionLogQueries } = root
    const [agentTexts, sessionTexts, logTexts] =
      dialect === 'sqlite'
        ? [AgentQueries, SessionQueries, SessionLogQueries]
        : [root.texts(agentQueries, { dialect }), root.texts(sessionQueries, { dialect }), root.texts(sessionLogQueries, { dialect })]
    await on().run(agentTexts.insert, Object.values(agent))
    await on().run(sessionTexts.insert, Object.values(session))
    await on().run(logTexts.insert, Object.values(log))
    expect((await on().run(agentTexts.getById, [agent.id])).rows).toMatchObject([{ id: agent.id, name: agent.name }])
    expect((await on().run(sessionTexts.getById, [session.id])).rows).toMatchObject([{ id: session.id, main_agent_id: agent.id }])
    expect((await on().run(logTexts.getBySessionId, [session.id])).rows).toMatchObject([{ session_id: session.id, role: log.role }])
  })
})
