// Owns: empty databases on the four engines, each for one test, through our drivers.
// Must not know: what is tested.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DialectFamily, Driver, Outcome } from '@godwit/core'
import { betterSqlite3 } from '@godwit/driver-better-sqlite3'
import { libsql } from '@godwit/driver-libsql'
import { mysql } from '@godwit/driver-mysql'
import { pg } from '@godwit/driver-pg'
import { describeOn } from '@godwit/servers/vitest'
import { describe, onTestFinished } from 'vitest'

export interface Engine {
  readonly dialect: DialectFamily
  /** Another empty database, gone when the test is over. */
  readonly fresh: () => Promise<Driver>
}

const FILES = [
  ['better-sqlite3', (file: string) => betterSqlite3({ file })],
  ['libSQL', (file: string) => libsql({ url: `file:${file}` })],
] as const

export function onEachEngine(body: (engine: Engine) => void): void {
  for (const [name, open] of FILES) {
    describe(`on ${name}`, () => {
      body({ dialect: 'sqlite', fresh: async () => closed(open((await freshFile()).file)) })
    })
  }
  describeOn('postgres-15', (server) => body({ dialect: 'postgres', fresh: async () => closed(pg((await server.freshDatabase()).url)) }))
  describeOn('mariadb', (server) => body({ dialect: 'mysql', fresh: async () => closed(mysql((await server.freshDatabase()).url)) }))
}

/** The two engines whose databases are files. */
export function onFiles(body: (open: (file: string) => Driver) => void): void {
  for (const [name, open] of FILES) {
    describe(`on ${name}`, () => {
      body((file) => closed(open(file)))
    })
  }
}

/** Where a file can be, in a folder of its own. */
export async function freshFile(): Promise<{ readonly file: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'godwit-take-over-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return { file: join(folder, 'test.db') }
}

function closed(driver: Driver): Driver {
  onTestFinished(() => driver.close())
  return driver
}

/** Statements one after the other, in one session; what the last one answered. */
export async function run(driver: Driver, ...statements: readonly string[]): Promise<Outcome> {
  const session = await driver.open('write')
  try {
    let outcome: Outcome = { rows: [], affected: 0 }
    for (const text of statements) outcome = await session.run(text)
    return outcome
  } finally {
    await session.close()
  }
}

/** Everything that a database has, one text. */
export async function inventory(driver: Driver): Promise<string> {
  const { catalogue } = driver.dialect
  const { rows } = await run(driver, catalogue.names)
  const tables = rows.filter(({ kind }) => kind === 'table').map(({ name }) => String(name))
  const parts = tables.length === 0 ? [] : [catalogue.columns(tables), catalogue.indexes(tables), catalogue.references(tables)]
  const read = [rows]
  for (const text of parts) read.push((await run(driver, text)).rows)
  return JSON.stringify(read, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value), 1)
}
