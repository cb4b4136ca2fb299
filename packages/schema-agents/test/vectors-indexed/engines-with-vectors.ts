// Owns: the engines that have vector columns, each database with `chat`, `vectors` and `vectors-indexed` in it.
// Must not know: what is tested.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { type Driver, migrateLines } from '@godwit/core'
import { libsql } from '@godwit/driver-libsql'
import { pg } from '@godwit/driver-pg'
import { postgresAt } from '@godwit/servers'
import { describeOn } from '@godwit/servers/vitest'
import { afterAll, beforeAll, describe, inject } from 'vitest'
import { chatLine, type Handle, handle, type VectorsIndexedOptions, vectorsIndexedLine, vectorsLine } from '../../src/index.ts'

export interface WithVectors {
  readonly engine: 'libsql' | 'postgres'
  readonly driver: () => Driver
  readonly handle: () => Handle
  readonly another: () => Promise<Handle>
}

interface Place {
  readonly driver: Driver
  readonly drop: () => Promise<unknown>
}

const shared = inject('godwit:postgres-15')
const hasPgvector =
  shared.state === 'running' &&
  (await postgresAt(shared.url).query(`SELECT name FROM pg_available_extensions WHERE name = 'vector'`)).length > 0

/** `body` is called once for each engine. PGlite is PostgreSQL 18 in this process, with pgvector as it is. */
export function onEnginesWithVectors(options: VectorsIndexedOptions, body: (database: WithVectors) => void): void {
  describe('on libSQL', () => {
    body(
      installed('libsql', options, async () => {
        const folder = await mkdtemp(join(tmpdir(), 'godwit-vectors-'))
        return {
          driver: libsql({ url: `file:${join(folder, 'test.db')}`, timeoutMs: 0 }),
          drop: () => rm(folder, { recursive: true, force: true }),
        }
      }),
    )
  })
  describe('on PostgreSQL in this process, with pgvector', () => {
    body(
      installed('postgres', options, async () => {
        const database = await pgliteWithVectors()
        await database.exec(`CREATE EXTENSION vector`)
        return { driver: pg(database), drop: () => database.close() }
      }),
    )
  })
  describeOn('postgres-15', (server) => {
    // Not "left out" for want of a server: Debian 12 has no package for it, and PGlite above is asked everywhere.
    const name = hasPgvector
      ? 'with pgvector'
      : 'with pgvector, which this server lacks (postgresql-15-pgvector of apt.postgresql.org, or name a server in GODWIT_POSTGRES_URL)'
    describe.skipIf(!hasPgvector)(name, () => {
      body(
        installed('postgres', options, async () => {
          const database = await server.createDatabase()
          await database.query(`CREATE EXTENSION vector`)
          return { driver: pg(database.url), drop: () => database.drop() }
        }),
      )
    })
  })
}

/** The extension can be made in it. It takes seconds to start. */
export function pgliteWithVectors(): Promise<PGlite> {
  return PGlite.create({ extensions: { vector } })
}

function installed(engine: WithVectors['engine'], options: VectorsIndexedOptions, make: () => Promise<Place>): WithVectors {
  const { dimensions: _, metric: __, ...names } = options
  let place: Place | undefined
  let first: Handle | undefined
  const driver = (): Driver => place?.driver ?? absent()
  const another = async (): Promise<Handle> => handle(await driver().open('write'), names)
  beforeAll(async () => {
    place = await make()
    if (names.schema !== undefined) {
      const session = await place.driver.open('write')
      await session.run(`CREATE SCHEMA ${names.schema}`)
      await session.close()
    }
    for (const { report } of await migrateLines(place.driver, [chatLine(names), vectorsLine(names), vectorsIndexedLine(options)]))
      if (report.outcome !== 'migrated') throw new Error(JSON.stringify(report))
    first = await another()
  }, 180_000)
  afterAll(async () => {
    await place?.driver.close()
    await place?.drop()
  })
  return { engine, driver, another, handle: () => first ?? absent() }
}

function absent(): never {
  throw new Error('asked for before the tests run')
}
