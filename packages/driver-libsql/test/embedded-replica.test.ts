// Owns: a client with a replica of a server's database in a file: what it writes, the server writes, and refuses.
// Must not know: how the two exchange anything.

import { join } from 'node:path'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { Migrator } from '@godwit/core'
import { startSqld, type SqldServer } from '@godwit/servers'
import { describeHaving } from '@godwit/servers/vitest'
import { createClient, type Client } from '@libsql/client'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { libsql } from '../src/index.ts'

await describeHaving(['sqld'], 'a replica in a file', () => {
  let server: SqldServer
  let folder = ''
  beforeAll(async () => {
    server = await startSqld()
    folder = mkdtempSync(join(tmpdir(), 'godwit-libsql-'))
  })
  afterAll(async () => {
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  function migratorOn(name: string, ups: readonly (readonly string[])[]): Migrator {
    const client: Client = createClient({ url: `file:${join(folder, name)}`, syncUrl: server.http })
    onTestFinished(() => client.close())
    const migrator = new Migrator(libsql(client))
    migrator.addMigrations(ups.map((up, n) => ({ id: String(n + 1), description: 'rows', up })))
    return migrator
  }

  test('what the server refuses is told in its words, with the statement; of two who come at once, each migration is one’s', async () => {
    const good = [['CREATE TABLE t (a)', 'INSERT INTO t VALUES (1)'], ['INSERT INTO t VALUES (2)']]
    expect(await migratorOn('a.db', good).up()).toMatchObject({ outcome: 'migrated' })
    expect(await migratorOn('a.db', [...good, ['INSERT INTO t VALUES (3)', 'INSERT INTO nowhere VALUES (1)']]).up()).toMatchObject({
      outcome: 'failed',
      error: {
        code: 'MIGRATION_FAILED',
        message: "Migration '3' failed in statement 2 of 2: no such table: nowhere. It was rolled back.",
        details: { reason: 'missing-object' },
      },
    })
    const more = [...good, ['INSERT INTO t VALUES (3)']]
    const reports = await Promise.all(['a.db', 'b.db'].map((name) => migratorOn(name, more).up()))
    expect(reports.map(({ outcome }) => outcome).toSorted()).toEqual(['migrated', 'up-to-date'])
    const primary = createClient({ url: server.http })
    onTestFinished(() => primary.close())
    expect((await primary.execute('SELECT a FROM t ORDER BY a')).rows.map(({ a }) => a)).toEqual([1, 2, 3])
  })
})
