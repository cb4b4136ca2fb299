// Owns: what becomes of a parameter that nobody gives a value, which SQLite takes for NULL.
// Must not know: how it is found.

import { code, Migrator, type Script } from '@godwit/core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { betterSqlite3 } from '../src/index.ts'
import { scratchFile } from './session.ts'

function migrator(up: Script): Migrator {
  const driver = betterSqlite3(scratchFile())
  onTestFinished(() => driver.close())
  const made = new Migrator(driver)
  made.addMigrations([
    { id: '1', description: 'users', up: ['CREATE TABLE users (id INTEGER PRIMARY KEY, role TEXT)'] },
    { id: '2', description: 'roles', up },
  ])
  return made
}

describe('a parameter without a value', () => {
  test.each(['INSERT INTO users(role) VALUES (?)', 'INSERT INTO users(role) VALUES ($1)', 'UPDATE users SET role = :role WHERE id = 2'])(
    'in a script is refused before anything runs: %s',
    async (text) => {
      const made = migrator([text])
      expect(await made.up()).toMatchObject({ outcome: 'blocked', done: [], problems: [{ code: 'PARAMETER_UNBOUND', id: '2' }] })
      expect(await made.getMigrationSummary()).toMatchObject({ appliedMigrations: 0 })
    },
  )

  test('in code is refused, and taken with its value', async () => {
    const text = 'INSERT INTO users(role) VALUES (?)'
    const without = migrator(code('1', async ({ sql }) => void (await sql.run(text))))
    expect(await without.up()).toMatchObject({
      outcome: 'failed',
      error: { message: expect.stringContaining('has a parameter and was given no values') },
    })
    const given = migrator(code('1', async ({ sql }) => void (await sql.run(text, ['admin']))))
    expect(await given.up()).toMatchObject({ outcome: 'migrated' })
  })
})
