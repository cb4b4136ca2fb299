// Owns: that a handle serves its own queries and the migrations alike.
// Must not know: how a handle is handed in.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeOn } from '@godwit/servers/vitest'
import { describe, expect, onTestFinished, test } from 'vitest'
import { drizzleOnLibsql, drizzleOnMariadb, drizzleOnPostgres } from '../src/with-drizzle.ts'
import { knexOnMariadb, knexOnPostgres, knexOnSqlite } from '../src/with-knex.ts'
import { kyselyOnMariadb, kyselyOnPostgres, kyselyOnSqlite } from '../src/with-kysely.ts'

type Handle = (place: string) => Promise<readonly string[]>

async function file(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'godwit-handles-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return join(path, 'books.db')
}

function serves(place: () => Promise<string>, kysely: Handle, drizzle: Handle, knex: Handle): void {
  test('the client under Kysely is migrated and goes on serving Kysely (E-X3)', async () => {
    expect(await kysely(await place())).toEqual(['through Kysely'])
  })

  test('the client of a Drizzle handle is migrated and goes on serving Drizzle (E-X3)', async () => {
    expect(await drizzle(await place())).toEqual(['through Drizzle'])
  })

  test('a client borrowed from Knex is migrated, given back and goes on serving Knex (E-X3)', async () => {
    expect(await knex(await place())).toEqual(['through Knex'])
  })
}

describe('on a file', () => {
  serves(file, kyselyOnSqlite, drizzleOnLibsql, knexOnSqlite)
})

describeOn('postgres-15', (server) => {
  serves(async () => (await server.freshDatabase()).url, kyselyOnPostgres, drizzleOnPostgres, knexOnPostgres)
})

describeOn('mariadb', (server) => {
  serves(async () => (await server.freshDatabase()).url, kyselyOnMariadb, drizzleOnMariadb, knexOnMariadb)
})
