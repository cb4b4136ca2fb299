// Owns: replicas on one file.
// Must not know: how they do it.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Migrator } from '@godwit/core'
import { libsql } from '@godwit/driver-libsql'
import { createClient, type Client } from '@libsql/client'
import { expect, onTestFinished, test } from 'vitest'
import { notes } from '../src/line.ts'
import { add, CURRENT, health, listed } from './asked.ts'
import { startReplica } from './replica.ts'

async function temporary(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'godwit-embed-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return `file:${join(path, 'notes.db')}`
}

function clientOn(url: string): Client {
  const client = createClient({ url })
  onTestFinished(() => client.close())
  return client
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

test('the health check fails once a migration was taken back, and names it', async () => {
  const database = await temporary()
  const url = await startReplica(database).serving()
  await new Migrator(libsql(clientOn(database)), notes).rollbackLast()
  expect(await health(url)).toEqual([503, { schema: 'behind', migrations: ['notes 004: pending'] }])
})

test('a replica does not start on a schema that it cannot bring up, and says why', async () => {
  const database = await temporary()
  await clientOn(database).execute('CREATE TABLE notes (something_else TEXT)')
  await expect(startReplica(database).serving()).rejects.toThrow(
    /ended with 1: .*Migration '001' would make the table, view or sequence 'notes'.*is there already/s,
  )
})
