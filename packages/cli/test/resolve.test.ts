// Owns: the conversation about a statement that nobody saw end, from the killed process to the next run.
// Must not know: how it is recorded.

import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentOf } from './document.ts'
import { folderWith, migrate, start, TWO, write } from './spawned.ts'
import { sitting } from './terminal.ts'

const url = ['--url', 'sqlite:app.db'] as const
const counted = (to: string): string =>
  `-- migrate: transaction=forbidden\n-- migrate:up\nCREATE TABLE counted (n INTEGER);\n\nWITH RECURSIVE c (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM c WHERE n < ${to})\nINSERT INTO counted SELECT max(n) FROM c;\n\nCREATE TABLE later (a INTEGER);\n-- migrate:down\nDROP TABLE later;\nDROP TABLE counted;\n`
const ENDLESS = counted('9000000000000')

let killed: string
beforeAll(async () => {
  killed = mkdtempSync(join(tmpdir(), 'godwit-cli-killed-'))
  write(killed, { ...TWO, 'migrations/0003_count.sql': ENDLESS })
  const { child, ended } = start(killed, ['up', ...url])
  await begun(killed)
  child.kill('SIGKILL')
  await ended
  // Its term on the lease would run out by itself, half a minute later.
  const database = new BetterSqlite3(join(killed, 'app.db'))
  database.prepare('UPDATE migrations_lease SET expires_at = 0').run()
  database.close()
})
afterAll(() => rmSync(killed, { recursive: true, force: true }))

/** What a run left that was killed in the middle of its second statement. */
function halfWay(): string {
  const folder = folderWith()
  cpSync(killed, folder, { recursive: true })
  return folder
}

/** Waits for the intent: it is committed before its statement is sent. */
async function begun(folder: string): Promise<void> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    const reader = new BetterSqlite3(join(folder, 'app.db'))
    try {
      if (reader.prepare("SELECT 1 FROM migrations_step WHERE n = 1 AND state = 'open'").get() !== undefined) return
    } catch {
      // No tables yet, or somebody writes.
    } finally {
      reader.close()
    }
  }
}

function rows(folder: string, sql: string): readonly unknown[] {
  const reader = new BetterSqlite3(join(folder, 'app.db'))
  try {
    return reader.prepare(sql).all()
  } finally {
    reader.close()
  }
}

const STORY =
  /Statement 2 of 0003_count was begun and nobody saw it end\.\n {2}at migrations\/0003_count\.sql:5:1\n {2}5 \| WITH RECURSIVE .*\n.*\^\n {2}begun: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC; its session is not at work on it any more\n {2}catalogue: cannot tell whether it took effect\n(?: {2}database: .*\n)? {2}choice: took-effect: .*\n {2}choice: did-not-happen: .*\n {2}next: Look at the database, then say which: `migrate resolve 0003_count --statement 2 --as took-effect \| did-not-happen`\.\n/

describe('a statement that nobody saw end', () => {
  it('is told by up and down with exit code 2, and by resolve, in the same words; nothing is written by asking', async () => {
    const folder = halfWay()
    const before = rows(folder, 'SELECT * FROM migrations_step')
    for (const args of [['up'], ['resolve', '0003_count'], ['resolve']]) {
      const { code, stdout, stderr } = await migrate(folder, [...args, ...url])
      expect({ args, code, text: stdout + stderr }).toEqual({ args, code: 2, text: expect.stringMatching(STORY) as string })
    }
    expect(rows(folder, 'SELECT * FROM migrations_step')).toEqual(before)
  })

  it('is a document that keeps to the schema', async () => {
    const folder = halfWay()
    const unresolved = [
      {
        line: 'app',
        id: '0003_count',
        direction: 'up',
        statement: 2,
        text: expect.stringContaining('WITH RECURSIVE') as string,
        place: { file: 'migrations/0003_count.sql', line: 5 },
        work: 'ended',
        next: 'asks',
        choices: [{ as: 'took-effect' }, { as: 'did-not-happen' }],
      },
    ]
    expect(await documentOf(folder, 'resolve', ...url)).toMatchObject({ exitCode: 2, result: { kind: 'unresolved', unresolved } })
    expect(await documentOf(folder, 'up', ...url)).toMatchObject({ exitCode: 2, result: { runs: [{ outcome: 'blocked', unresolved }] } })
    expect(await documentOf(folder, 'resolve', '0003_count', '--as', 'took-effect', ...url)).toMatchObject({
      exitCode: 2,
      result: { error: { code: 'CONFIRMATION_NEEDED' } },
    })
    expect(await documentOf(folder, 'resolve', '0003_count', '--as', 'took-effect', '--yes', ...url)).toMatchObject({
      exitCode: 0,
      result: { kind: 'resolved', line: 'app', id: '0003_count', statement: 2, as: 'took-effect' },
    })
    expect(await documentOf(folder, 'resolve', ...url)).toMatchObject({ exitCode: 0, result: { kind: 'unresolved', unresolved: [] } })
  })

  it('that took effect is passed over by the next run', async () => {
    const folder = halfWay()
    expect(await migrate(folder, ['resolve', '0003_count', '--as', 'took-effect', '--yes', ...url])).toMatchObject({
      code: 0,
      stdout: 'Statement 2 of 0003_count: recorded as took-effect.\n',
    })
    expect(await migrate(folder, ['up', ...url])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('applied 0003_count') as string,
    })
    expect(rows(folder, 'SELECT * FROM counted')).toEqual([])
    expect(rows(folder, 'SELECT * FROM later')).toEqual([])
  })

  it('that did not happen is run again', async () => {
    const folder = halfWay()
    expect(await migrate(folder, ['resolve', '0003_count', '--statement', '2', '--as', 'did-not-happen', '--yes', ...url])).toMatchObject({
      code: 0,
    })
    // It never ran, so it may be mended; what ran before it may not.
    write(folder, { 'migrations/0003_count.sql': counted('5') })
    expect(await migrate(folder, ['up', ...url])).toMatchObject({ code: 0, stderr: '' })
    expect(rows(folder, 'SELECT * FROM counted')).toEqual([{ n: 5 }])
  })

  it.each([
    ['\r', 2, 'open'],
    ['\u0003', 130, 'open'],
    ['\u001B[A\r', 0, undefined],
    ['\u001B[A\u001B[A\r', 0, 'done'],
  ])('a person at a terminal is asked what became of it: %j is exit code %i', async (keys, code, state) => {
    const folder = halfWay()
    const seen = await sitting(folder, ['resolve', '0003_count', ...url], keys)
    expect(seen).toMatchObject({ code, stderr: expect.stringContaining('What became of Statement 2 of 0003_count on app.db?') as string })
    expect(rows(folder, 'SELECT state FROM migrations_step WHERE n = 1')).toEqual(state === undefined ? [] : [{ state }])
  })

  it.each([
    [
      ['resolve', '0003_coun', '--as', 'took-effect'],
      5,
      /Nothing of `0003_coun` is unresolved\.\n.*\n? *next: Did you mean `migrate resolve 0003_count`\?/,
    ],
    [['resolve', '0003_count', '--statement', '1', '--as', 'took-effect'], 5, /Statement 1 of `0003_count` is not unresolved\./],
    [['resolve', '0003_count', '--statement', '0'], 5, /--statement cannot be `0`/],
    [['resolve', '--as', 'took-effect'], 5, /No migration was named/],
    [['resolve', '0003_count', '--as', 'took-efect'], 5, /Did you mean `took-effect`\?/],
    [['resolve', '0003_count', '--as', 'did-not-happen'], 2, /Nobody could be asked: this is not a terminal\.\n.*--yes/],
  ])('%j is refused and writes nothing', async (args, code, words) => {
    const folder = halfWay()
    const before = rows(folder, 'SELECT * FROM migrations_step')
    expect(await migrate(folder, [...args, ...url])).toMatchObject({ code, stderr: expect.stringMatching(words) as string })
    expect(rows(folder, 'SELECT * FROM migrations_step')).toEqual(before)
  })
})

it('where nothing is unresolved, resolve says so', async () => {
  const folder = folderWith(TWO)
  await migrate(folder, ['up', ...url])
  expect(await migrate(folder, ['resolve', ...url])).toMatchObject({ code: 0, stdout: 'Nothing is unresolved.\n' })
})
