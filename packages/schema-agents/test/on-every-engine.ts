// Owns: the four engines that the lines are tested on, through our drivers, each database with a line in it.
// Must not know: which line, what is tested.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DialectFamily, type Driver, type Line, Migrator } from '@godwit/core'
import { betterSqlite3 } from '@godwit/driver-better-sqlite3'
import { libsql } from '@godwit/driver-libsql'
import { mysql } from '@godwit/driver-mysql'
import { pg } from '@godwit/driver-pg'
import { describeOn } from '@godwit/servers/vitest'
import { afterAll, beforeAll, describe } from 'vitest'
import { mariadbOnly } from '../../core/test/mariadb-only.ts'
import { type Handle, handle, type Names } from '../src/index.ts'

export interface Installed {
  readonly dialect: DialectFamily
  /** The line is in it. One for all tests of the group, so each uses names of its own. */
  readonly handle: () => Handle
  /** One more connection to the same database, closed with the others. */
  readonly another: () => Promise<Handle>
  readonly driver: () => Driver
}

interface Place {
  readonly driver: Driver
  readonly drop: () => Promise<unknown>
}

/** `body` is called once for each engine, inside of a group of its name. Without `line` the database is empty. */
export function onEveryEngine(line: Line | undefined, body: (database: Installed) => void, names: Names = {}): void {
  for (const [name, open] of [
    // Connections of one process: see `handle`.
    ['better-sqlite3', (file: string) => betterSqlite3({ file, timeoutMs: 0 })],
    ['libSQL', (file: string) => libsql({ url: `file:${file}`, timeoutMs: 0 })],
  ] as const) {
    describe(`on ${name}`, () => {
      body(
        installed('sqlite', line, names, async () => {
          const folder = await mkdtemp(join(tmpdir(), 'godwit-schema-agents-'))
          return { driver: open(join(folder, 'test.db')), drop: () => rm(folder, { recursive: true, force: true }) }
        }),
      )
    })
  }
  describeOn('postgres-15', (server) => {
    body(
      installed('postgres', line, names, async () => {
        const database = await server.createDatabase()
        return { driver: pg(database.url), drop: () => database.drop() }
      }),
    )
  })
  describeOn('mariadb', (server) => {
    body(
      installed('mysql', line, names, async () => {
        const database = await server.createDatabase()
        return { driver: mysql(database.url), drop: () => database.drop() }
      }),
    )
  })
}

function installed(dialect: DialectFamily, line: Line | undefined, names: Names, make: () => Promise<Place>): Installed {
  let place: Place | undefined
  let first: Handle | undefined
  const driver = (): Driver => place?.driver ?? absent()
  const another = async (): Promise<Handle> => checked(handle(await driver().open('write'), names))
  beforeAll(async () => {
    place = await make()
    if (line !== undefined) {
      const results = await new Migrator(place.driver, line).migrate()
      const failed = results.find(({ success }) => !success)
      if (failed !== undefined) throw new Error(failed.error)
    }
    first = await another()
  })
  afterAll(async () => {
    await place?.driver.close()
    await place?.drop()
  })
  return { dialect, driver, another, handle: () => first ?? absent() }
}

/** MariaDB takes what MySQL 8 refuses, and only MariaDB is here: every statement is looked at before it is sent. */
function checked(on: Handle): Handle {
  if (on.place.dialect !== 'mysql') return on
  const seen = new Set<string>()
  return {
    place: on.place,
    run(text, params) {
      const forms = seen.has(text) ? [] : mariadbOnly(text)
      seen.add(text)
      if (forms.length > 0) throw new Error(`MySQL 8 refuses ${forms.join(', ')}: ${text}`)
      return on.run(text, params)
    },
    transaction: (work) => on.transaction((inside) => work(checked(inside))),
  }
}

function absent(): never {
  throw new Error('asked for before the tests run')
}
