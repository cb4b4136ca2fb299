// Owns: replicas on one file.
// Must not know: how they do it.

import { Migrator } from '@godwit/core'
import { libsql } from '@godwit/driver-libsql'
import { fiveAtOnce, health, temporaryFile } from '@godwit/example-replicas'
import { createClient, type Client } from '@libsql/client'
import { expect, onTestFinished, test } from 'vitest'
import { notes } from '../src/line.ts'
import { startReplica } from './replica.ts'

function clientOn(url: string): Client {
  const client = createClient({ url })
  onTestFinished(() => client.close())
  return client
}

test('five replicas start at once on an empty file, each serves the same schema and ends in order', async () => {
  await fiveAtOnce(startReplica, await temporaryFile())
})

test('the health check fails once a migration was taken back, and names it', async () => {
  const database = await temporaryFile()
  const url = await startReplica(database).serving()
  await new Migrator(libsql(clientOn(database)), notes).rollbackLast()
  expect(await health(url)).toEqual([503, { schema: 'behind', migrations: ['notes 004: pending'] }])
})

test('a replica does not start on a schema that it cannot bring up, and says why', async () => {
  const database = await temporaryFile()
  await clientOn(database).execute('CREATE TABLE notes (something_else TEXT)')
  await expect(startReplica(database).serving()).rejects.toThrow(
    /ended with 1: .*Migration '001' would make the table, view or sequence 'notes'.*is there already/s,
  )
})
