// Owns: what becomes of a parameter that nobody gives a value, which SQLite takes for NULL.
// Must not know: how it is found.

import assert from 'node:assert/strict'
import { code, type Migration, type Script } from '@godwit/core'
import type { Law } from '../law.ts'
import { column } from '../probe.ts'
import { arrived, runner } from '../product/runner.ts'

/** By the dialect of another engine a string that ends in a backslash goes on, and what stands behind it is no parameter. */
const FOLDER = "'C:\\'"

const UNBOUND = [
  'INSERT INTO users (folder) VALUES (?)',
  'INSERT INTO users (folder) VALUES ($1)',
  'UPDATE users SET folder = :folder WHERE id = 2',
]

export const parameters: readonly Law[] = [
  {
    concept: 'parameters',
    name: 'a parameter in a script, which has no values, is refused before anything runs, where the engine would take NULL for it',
    gate: ({ dialect }) => dialect.family === 'sqlite',
    run: async (bench) => {
      const found: unknown[] = []
      for (const text of UNBOUND) {
        const migrator = runner(bench.connect(), users([`INSERT INTO users (folder) VALUES (${FOLDER}); ${text}`]))
        const report = await migrator.up()
        const why = report.outcome === 'blocked' ? report.problems.map((problem) => [problem.code, 'id' in problem && problem.id]) : report
        found.push({ text, why, applied: (await migrator.getMigrationSummary()).appliedMigrations })
      }
      assert.deepEqual(
        found,
        UNBOUND.map((text) => ({ text, why: [['PARAMETER_UNBOUND', '2']], applied: 0 })),
      )
      assert.deepEqual(await column(await bench.open(), bench.words.tables), [])
    },
  },
  {
    concept: 'parameters',
    name: 'a parameter in a function is refused without its value, where the engine would take NULL for it, and taken with it',
    gate: ({ dialect }) => dialect.family === 'sqlite',
    run: async (bench) => {
      const text = `INSERT INTO users (folder) VALUES (${FOLDER} || ?)`
      const without = code('1', async ({ sql }) => void (await sql.run(text)))
      const report = await runner(bench.connect(), users(without)).up()
      assert.ok(report.outcome === 'failed', report.outcome)
      assert.match(report.error.message, /has a parameter and was given no values/)
      const given = code('1', async ({ sql }) => void (await sql.run(text, ['home'])))
      arrived(await runner(bench.connect(), users(given)).up(), 'with its value')
      assert.deepEqual(await column(await bench.open(), 'SELECT folder FROM users'), ['C:\\home'])
    },
  },
]

function users(up: Script): readonly Migration[] {
  return [
    { id: '1', description: 'users', up: ['CREATE TABLE users (id INTEGER PRIMARY KEY, folder TEXT)'] },
    { id: '2', description: 'folders', up },
  ]
}
