// Owns: which rows are named when a rebuilt table leaves references that dangle.
// Must not know: how they are found.

import { code, Migrator, type Script } from '@godwit/core'
import { expect, onTestFinished, test } from 'vitest'
import { betterSqlite3 } from '../src/index.ts'
import { scratchFile } from './session.ts'

const KEEPS_ONE = [
  'CREATE TABLE parents_new (id INTEGER PRIMARY KEY)',
  'INSERT INTO parents_new SELECT id FROM parents WHERE id = 1',
  'DROP TABLE parents',
  'ALTER TABLE parents_new RENAME TO parents',
]

/** Two parents with a child each, rows 10 and 20; then what `up` makes of them. */
async function message(up: Script, before: readonly string[] = []): Promise<string> {
  const driver = betterSqlite3(scratchFile())
  onTestFinished(() => driver.close())
  const migrator = new Migrator(driver)
  migrator.addMigrations([
    {
      id: '1',
      description: 'family',
      foreignKeys: 'suspended',
      up: [
        'CREATE TABLE parents (id INTEGER PRIMARY KEY)',
        'CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parents (id))',
        'INSERT INTO parents VALUES (1), (2)',
        'INSERT INTO children VALUES (10, 1), (20, 2)',
      ],
    },
  ])
  expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
  const session = await driver.open('write')
  await session.run('PRAGMA foreign_keys = OFF')
  for (const text of before) await session.run(text)
  await session.run('PRAGMA foreign_keys = ON')
  migrator.addMigration({ id: '2', description: 'rebuild', foreignKeys: 'suspended', up })
  const report = await migrator.up()
  expect((await session.run('SELECT id FROM parents')).rows).toHaveLength(2)
  await session.close()
  return report.outcome === 'failed' ? `${report.error.code} ${report.error.message}` : report.outcome
}

test('a script names them, as code does', async () => {
  const words =
    "FOREIGN_KEYS_BROKEN Migration '2' would leave rows that refer to rows that are not there: 'children' row 20 → 'parents'. It was rolled back."
  expect(await message(KEEPS_ONE)).toBe(words)
  const inCode = code('1', async ({ sql }) => {
    for (const text of KEEPS_ONE) await sql.run(text)
  })
  expect(await message(inCode)).toBe(words)
})

test('what dangled before is told apart', async () => {
  expect(await message(KEEPS_ONE, ['INSERT INTO children VALUES (30, 3)'])).toBe(
    "FOREIGN_KEYS_BROKEN Migration '2' would leave rows that refer to rows that are not there: 'children' row 20 → 'parents'. It was rolled back. These dangled before it already: 'children' row 30 → 'parents'; mend them first.",
  )
})
