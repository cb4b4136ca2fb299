// Owns: C-M10, the registry's functions, and C-F14, the shape of the exports.
// Must not know: databases.

import { isMigrateError } from '@godwit/core'
import { describe, expect, test } from 'vitest'
import * as root from '../src/index.ts'

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
    expect(ids(getPendingMigrations('0'))).toEqual(['001', '002', '002_keyset_index'])
    expect(ids(getPendingMigrations('001'))).toEqual(['002', '002_keyset_index'])
    expect(ids(getPendingMigrations('002_keyset_index'))).toEqual([])
  })

  test('getLatestMigrationId names the last migration', () => {
    expect(getLatestMigrationId()).toBe('002_keyset_index')
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
      expect(thrown).toMatchObject({
        message: `The line "agents" has no migration "${id}". It has 001, 002, 002_keyset_index.`,
        details: { id },
      })
    }
  })
})
