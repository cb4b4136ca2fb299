// Owns: replicas on one file, through better-sqlite3.
// Must not know: how they do it.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { dataSourceOf } from '../src/data-source.ts'
import { add, CURRENT, health, listed } from './asked.ts'
import { startReplica } from './replica.ts'

async function temporary(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'godwit-embed-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return `file:${join(path, 'notes.db')}`
}

test('five replicas start at once on an empty file, each serves the same schema and ends in order', async () => {
  const database = await temporary()
  const replicas = Array.from({ length: 5 }, () => startReplica(database))
  const addresses = await Promise.all(replicas.map(({ serving }) => serving()))
  const note = { text: 'a note', author: 'somebody' }
  expect(await add(addresses[0]!, note)).toBe(201)
  for (const url of addresses) {
    expect(await health(url)).toEqual(CURRENT)
    expect(await listed(url)).toEqual([{ id: 1, ...note }])
  }
  for (const { stop } of replicas) stop()
  expect(await Promise.all(replicas.map(({ ended }) => ended))).toEqual([0, 0, 0, 0, 0])
})

test('a replica does not start on a schema that it cannot bring up, and says why', async () => {
  const database = await temporary()
  const owner = await dataSourceOf(database).initialize()
  onTestFinished(() => owner.destroy())
  await owner.query('CREATE TABLE notes (something_else TEXT)')
  await expect(startReplica(database).serving()).rejects.toThrow(
    /^ended with 1: Migration validation failed: Migration '001' would make the table, view or sequence 'notes'.*$/,
  )
})

test('a replica does not start on an address that it cannot use, and does not show it', async () => {
  await expect(startReplica('redis://somebody:top-secret@localhost/').serving()).rejects.toThrow(
    /^ended with 1: DATABASE_URL begins with none of.*$/,
  )
})

test('where better-sqlite3 was not built, a replica says so in one sentence, with what can be done', async () => {
  const preload = `--require=${JSON.stringify(join(import.meta.dirname, 'testdata/without-the-binary.cjs'))}`
  await expect(startReplica(await temporary(), preload).serving()).rejects.toThrow(
    /^ended with 1: better-sqlite3 does not work on this machine \(Could not locate the bindings file\)\. .*DATABASE_URL.*$/,
  )
})
