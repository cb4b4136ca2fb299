// Owns: replicas on one file, through better-sqlite3.
// Must not know: how they do it.

import { join } from 'node:path'
import { fiveAtOnce, temporaryFile } from '@godwit/example-replicas'
import { expect, onTestFinished, test } from 'vitest'
import { dataSourceOf } from '../src/data-source.ts'
import { startReplica } from './replica.ts'

test('five replicas start at once on an empty file, each serves the same schema and ends in order', async () => {
  await fiveAtOnce(startReplica, await temporaryFile())
})

test('a replica does not start on a schema that it cannot bring up, and says why', async () => {
  const database = await temporaryFile()
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
  await expect(startReplica(await temporaryFile(), preload).serving()).rejects.toThrow(
    /^ended with 1: better-sqlite3 does not work on this machine \(Could not locate the bindings file\)\. .*DATABASE_URL.*$/,
  )
})
