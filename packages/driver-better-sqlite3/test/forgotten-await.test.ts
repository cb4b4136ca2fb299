// Owns: the ways in which a function does not wait for what it begins, or waits in its own. An error that nobody caught fails the run.
// Must not know: how statements are counted. That each driver names what was forgotten is a law.

import { code, type CodeScript, Migrator, type Script, steps, type StepsScript } from '@godwit/core'
import Database from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { betterSqlite3 } from '../src/index.ts'
import { scratchFile } from './session.ts'

interface Tried {
  readonly migrator: Migrator
  tables(): readonly unknown[]
}

function tried(up: Script): Tried {
  const file = scratchFile()
  const driver = betterSqlite3(file)
  onTestFinished(() => driver.close())
  const migrator = new Migrator(driver)
  migrator.addMigration({ id: '1', description: 'one', up })
  return {
    migrator,
    tables() {
      const look = new Database(file, { readonly: true })
      try {
        return look.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'mine%' ORDER BY name").pluck().all()
      } finally {
        look.close()
      }
    },
  }
}

async function run({ migrator }: Tried): Promise<string> {
  const report = await migrator.up()
  return report.outcome === 'failed' ? `${report.failed?.transaction}: ${report.error.message}` : report.outcome
}

const MAKE = 'CREATE TABLE mine (a)'
const BAD = 'INSERT INTO nope VALUES (1)'

describe('a function that does not wait for a statement fails, and is rolled back', () => {
  const forgetful: readonly (readonly [string, CodeScript['run'], RegExp])[] = [
    [
      'the last one, though it is well',
      async ({ sql }) => {
        await sql.run(MAKE)
        void sql.run('INSERT INTO mine VALUES (1)')
      },
      /did not wait for 'INSERT INTO mine VALUES \(1\)'\. Is an await missing\?/,
    ],
    [
      'one that fails before the function does',
      async ({ sql }) => {
        void sql.run(BAD)
        await sql.run(MAKE)
        throw new Error('because of it')
      },
      /which failed: no such table: nope\. Is an await missing\?/,
    ],
    [
      'one that is refused before it is sent',
      async ({ sql }) => {
        await sql.run(MAKE)
        void sql.run('COMMIT')
      },
      /TRANSACTION_CONTROL.*Is an await missing\?/,
    ],
    [
      'those of a part of its own',
      async ({ sql }) => {
        await sql.run(MAKE)
        const part = async (): Promise<void> => {
          await sql.run('INSERT INTO mine VALUES (1)')
          await sql.run(BAD)
        }
        void part()
      },
      /did not wait for 'INSERT INTO mine VALUES \(1\)'\. Is an await missing\?/,
    ],
  ]
  test.each(forgetful)('%s', async (_, forgets, message) => {
    const one = tried(code('1', forgets))
    expect(await run(one)).toMatch(message)
    expect(one.tables()).toEqual([])
    expect((await one.migrator.status()).migrations).toMatchObject([{ id: '1', state: 'pending' }])
  })
})

describe('a function that waits in its own way is taken as it is', () => {
  const patient: readonly (readonly [string, CodeScript['run']])[] = [
    ['for all of them together', async ({ sql }) => void (await Promise.all([sql.run(MAKE), sql.run('SELECT 1')]))],
    ['by giving the promise back', async ({ sql }) => void (await (async () => sql.run(MAKE))())],
    ['later', async ({ sql }) => void (await [sql.run(MAKE), sql.run('SELECT 1')].reduce((one, other) => one.then(() => other)))],
    ['and goes on where it fails', async ({ sql }) => void (await sql.run(BAD).catch(() => sql.run(MAKE)))],
    [
      'and tries again',
      async ({ sql }) => {
        try {
          await sql.run(BAD)
        } catch {
          await sql.run(MAKE)
        }
      },
    ],
  ]
  test.each(patient)('%s', async (_, waits) => {
    const one = tried(code('1', waits))
    expect(await run(one)).toBe('migrated')
    expect(one.tables()).toEqual(['mine'])
  })

  test('and fails with the first error of several', async () => {
    const one = tried(code('1', async ({ sql }) => void (await Promise.all([sql.run(BAD), sql.run('INSERT INTO other VALUES (1)')]))))
    expect(await run(one)).toBe("rolled back: Migration '1' failed: no such table: nope. It was rolled back.")
  })
})

describe('a function that does not wait for a step fails, and what its steps did is recorded', () => {
  const forgetful: readonly (readonly [string, StepsScript['run'], RegExp, readonly string[], 'partial' | 'pending'])[] = [
    [
      'two at once',
      async ({ step }) => {
        void step('a', ({ sql }) => sql.run('CREATE TABLE mine_a (x)'))
        void step('b', ({ sql }) => sql.run('CREATE TABLE mine_b (x)'))
      },
      /^partly committed: .*did not wait for step 'b', which failed: Step 'b' was begun while step 'a' was running.*Is an await missing/,
      ['mine_a'],
      'partial',
    ],
    [
      'two together',
      async ({ step }) => {
        const made = ['a', 'b'].map((name) => step(name, ({ sql }) => sql.run(`CREATE TABLE mine_${name} (x)`)))
        await Promise.all(made)
      },
      /^partly committed: .*Step 'b' was begun while step 'a' was running/,
      ['mine_a'],
      'partial',
    ],
    [
      'one that fails',
      async ({ step }) => void step('a', ({ sql }) => sql.run(BAD)),
      /^rolled back: .*step 'a', which failed: no such table: nope/,
      [],
      'pending',
    ],
    [
      'a statement in one',
      async ({ step }) =>
        step('a', async ({ sql }) => {
          await sql.run(MAKE)
          void sql.run(BAD)
        }),
      /^rolled back: .*'INSERT INTO nope VALUES \(1\)', which failed: no such table: nope/,
      [],
      'pending',
    ],
  ]
  test.each(forgetful)('%s', async (_, forgets, message, tables, state) => {
    const one = tried(steps('1', forgets))
    expect(await run(one)).toMatch(message)
    expect(one.tables()).toEqual(tables)
    expect((await one.migrator.status()).migrations).toMatchObject([{ id: '1', state }])
  })
})
