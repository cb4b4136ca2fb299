// Owns: that a handle serves its own queries and the migrations alike.
// Must not know: how a handle is handed in.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { withDrizzle } from '../src/with-drizzle.ts'
import { withKnex } from '../src/with-knex.ts'
import { withKysely } from '../src/with-kysely.ts'

async function file(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'godwit-handles-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return join(path, 'books.db')
}

test('the client under Kysely is migrated and goes on serving Kysely', async () => {
  expect(await withKysely(await file())).toEqual(['through Kysely'])
})

test('the client of a Drizzle handle is migrated and goes on serving Drizzle', async () => {
  expect(await withDrizzle(await file())).toEqual(['through Drizzle'])
})

test('a client borrowed from Knex is migrated, given back and goes on serving Knex', async () => {
  expect(await withKnex(await file())).toEqual(['through Knex'])
})
