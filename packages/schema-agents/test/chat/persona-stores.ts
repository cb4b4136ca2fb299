// Owns: personas on the four engines, each with a database of its own, empty before each test.
// Must not know: what is tested.

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Driver, type Line, Migrator, type Report } from '@godwit/core'
import { betterSqlite3 } from '@godwit/driver-better-sqlite3'
import { libsql } from '@godwit/driver-libsql'
import { mysql } from '@godwit/driver-mysql'
import { pg } from '@godwit/driver-pg'
import { describeOn } from '@godwit/servers/vitest'
import { describe, onTestFinished } from 'vitest'
import { personaFile, personaName, personasInFiles, personasOnServer, type PersonaStore } from '../../src/lines/chat/index.ts'

export interface Personas {
  readonly store: PersonaStore
  /** Files, schemas or databases, whatever they are called, as somebody else sees them. */
  readonly places: () => Promise<readonly string[]>
  /** What that of a persona of small letters is called. */
  readonly nameOf: (persona: string) => string
  /** An empty one, as somebody else would make it. */
  readonly make: (persona: string) => Promise<unknown>
  /** Over what that persona has, or would have. */
  readonly driver: (persona: string) => Driver
}

/** A persona of this id has a database that cannot be reached once it is there. */
export const UNREACHABLE = 'away'

const migrate = (driver: Driver, line: Line): Promise<Report> => new Migrator(driver, line).up()

/** `body` is called once for each engine, inside of a group of its name; `personas` is for one test, and there is none yet. */
export function onEveryStore(body: (personas: () => Promise<Personas>) => void): void {
  for (const [name, open] of [
    ['better-sqlite3', (file: string) => betterSqlite3({ file, timeoutMs: 50 })],
    ['libSQL', (file: string) => libsql({ url: `file:${file}`, timeoutMs: 50 })],
  ] as const) {
    describe(`on ${name}`, () => {
      body(() => inFiles(open))
    })
  }
  describeOn('postgres-15', (server) => {
    body(async () => {
      const { url, query } = await server.freshDatabase()
      const over = (name: string): Driver =>
        name === personaName(UNREACHABLE)
          ? pg('postgres://127.0.0.1:1/nowhere')
          : pg({ url, options: `-c search_path=${name}`, lockTimeoutMs: 200 })
      return {
        store: personasOnServer({ server: closed(pg({ url, lockTimeoutMs: 200 })), driver: over, migrate }),
        driver: (persona) => closed(over(personaName(persona))),
        make: (persona) => query(`CREATE SCHEMA ${personaName(persona)}`),
        nameOf: (persona) => (persona === 'default' ? 'main' : `p_${persona}`),
        places: async () =>
          (await query("SELECT nspname AS name FROM pg_namespace WHERE nspname NOT LIKE 'pg%'")).map(({ name }) => String(name)),
      }
    })
  })
  describeOn('mariadb', (server) => {
    body(async () => {
      const { url, database, query } = await server.freshDatabase()
      const prefix = `${database}_`
      const places = async (): Promise<readonly string[]> =>
        (await query(`SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name LIKE '${database}%'`)).map(({ name }) =>
          String(name),
        )
      onTestFinished(async () => {
        for (const name of await places()) if (name !== database) await server.query(`DROP DATABASE ${name}`)
      })
      const over = (name: string): Driver =>
        name === `${prefix}${personaName(UNREACHABLE)}`
          ? mysql('mysql://127.0.0.1:1/nowhere')
          : mysql({ url, database: name, lockTimeoutMs: 1000 })
      return {
        store: personasOnServer({ server: closed(mysql({ url, lockTimeoutMs: 1000 })), driver: over, migrate, prefix }),
        driver: (persona) => closed(over(`${prefix}${personaName(persona)}`)),
        make: (persona) => query(`CREATE DATABASE ${prefix}${personaName(persona)}`),
        nameOf: (persona) => (persona === 'default' ? `${prefix}main` : `${prefix}p_${persona}`),
        places,
      }
    })
  })
}

async function inFiles(open: (file: string) => Driver): Promise<Personas> {
  const folder = await mkdtemp(join(tmpdir(), 'godwit-personas-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const over = (file: string): Driver => open(join(folder, file === personaFile(UNREACHABLE) ? 'nowhere/nothing.db' : file))
  return {
    store: personasInFiles({
      list: () => readdir(folder),
      remove: (file) => rm(join(folder, file), { force: true }),
      driver: over,
      migrate,
    }),
    driver: (persona) => closed(over(personaFile(persona))),
    make: (persona) => writeFile(join(folder, personaFile(persona)), ''),
    nameOf: (persona) => (persona === 'default' ? 'main.db' : `persona_${persona}.db`),
    places: () => readdir(folder),
  }
}

function closed(driver: Driver): Driver {
  onTestFinished(() => driver.close())
  return driver
}
