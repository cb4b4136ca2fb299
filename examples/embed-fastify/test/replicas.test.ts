// Owns: that several replicas start at once on one empty database, tell how its schema stands, and end in order.
// Must not know: how they do it.

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createClient } from '@libsql/client'
import { Migrator } from '@godwit/core'
import { libsql } from '@godwit/driver-libsql'
import { expect, onTestFinished, test } from 'vitest'
import { notes } from '../src/line.ts'

interface Replica {
  readonly process: ChildProcess
  readonly url: string
}

async function temporary(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'godwit-embed-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return `file:${join(path, 'notes.db')}`
}

/** Resolves when the replica serves; rejects with what it said when it ends before that. */
async function replica(DATABASE_URL: string): Promise<Replica> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../dist/main.js')], {
    env: { ...process.env, DATABASE_URL, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  const url = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([line]) => String(line).replace('listening on ', '')),
    once(child, 'exit').then(() => {
      throw new Error(said)
    }),
  ])
  return { process: child, url }
}

test('five replicas start at once on an empty database, and each serves the same schema', async () => {
  const database = await temporary()
  const replicas = await Promise.all(Array.from({ length: 5 }, () => replica(database)))
  const [first] = replicas
  const added = await fetch(`${first?.url}/notes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: 'a note', author: 'somebody' }),
  })
  expect(added.status).toBe(201)
  for (const { url } of replicas) {
    const health = await fetch(`${url}/health`)
    expect([health.status, await health.json()]).toEqual([200, { schema: 'current', migrations: [] }])
    expect(await (await fetch(`${url}/notes`)).json()).toEqual([{ id: 1, text: 'a note', author: 'somebody' }])
  }
  for (const { process: child } of replicas) {
    child.kill('SIGTERM')
    expect((await once(child, 'exit'))[0]).toBe(0)
  }
})

test('the health check fails once a migration was taken back, and names it', async () => {
  const database = await temporary()
  const { url } = await replica(database)
  const client = createClient({ url: database })
  onTestFinished(() => client.close())
  await new Migrator(libsql(client), notes).rollbackLast()
  const health = await fetch(`${url}/health`)
  expect([health.status, await health.json()]).toEqual([503, { schema: 'behind', migrations: ['notes 002: pending'] }])
})

test('a replica does not start on a schema that it cannot bring up, and says why', async () => {
  const database = await temporary()
  const client = createClient({ url: database })
  onTestFinished(() => client.close())
  await client.execute('CREATE TABLE notes (something_else TEXT)')
  await expect(replica(database)).rejects.toThrow(/001.*already exists/s)
})
