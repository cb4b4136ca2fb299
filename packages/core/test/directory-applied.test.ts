import { join } from 'node:path'
import Database from 'better-sqlite3'
import { onTestFinished, expect, test } from 'vitest'
import { sqlite } from '../src/driver.ts'
import type { Script, SqlFragment } from '../src/model/migration.ts'
import { split } from '../src/pure/lexing/split.ts'
import { readDirectory } from '../src/source/directory.ts'

function statementsOf(script: Script): readonly string[] {
  return (script as readonly SqlFragment[]).flatMap((fragment) => {
    const splitting = split(fragment, sqlite.lexis)
    if (!splitting.ok) throw new Error(splitting.reason)
    return splitting.statements.map(({ text }) => text)
  })
}

// What is there when everything has gone up, and when everything with a way down has gone it, last ones first.
test.each<[string, readonly string[], readonly string[]]>([
  ['dbmate', ['a', 'b', 'users', 'users_email'], []],
  ['house', ['users'], []],
  ['pairs', ['users'], []],
  ['folders', ['posts', 'users'], []],
  ['prisma', [], ['User']],
  ['drizzle', ['posts', 'posts_id', 'users', 'users_id'], ['posts', 'posts_id', 'users', 'users_id']],
  ['drizzle-v1', ['posts', 'users'], ['posts', 'users']],
  ['goose', ['audit', 'audit_id', 'users', 'users_audit'], []],
  ['flyway', ['users'], []],
  ['node-pg-migrate', ['posts', 'users'], ['posts']],
])('SQLite takes every statement of %s, up and down', async (folder, above, below) => {
  const database = new Database(':memory:')
  onTestFinished(() => void database.close())
  const sources = await readDirectory(join('test', 'testdata', 'directory', folder), { dialect: sqlite })
  const migrations = await Promise.all(sources.map(async (source) => source.load()))
  for (const { up } of migrations) for (const statement of statementsOf(up)) database.exec(statement)
  expect(names(database)).toEqual(above)
  for (const { down } of migrations.toReversed()) for (const statement of statementsOf(down ?? [])) database.exec(statement)
  expect(names(database)).toEqual(below)
})

function names(database: Database.Database): readonly unknown[] {
  return database.prepare("SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name").pluck().all()
}
