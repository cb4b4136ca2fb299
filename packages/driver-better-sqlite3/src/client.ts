// Owns: the part of better-sqlite3 that is used, and how a connection of our own is opened.
// Must not know: sessions, transactions, core's seam beyond its error.

import { statSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Purpose } from '@godwit/core/driver'
import { driverError } from './errors.ts'
import { constructError, requireError } from './load-error.ts'
import type { Location } from './location.ts'

/** A prepared statement, as far as it is used. */
export interface Statement {
  /** Whether it gives rows. */
  readonly reader: boolean
  /** Whether it leaves the database as it is. */
  readonly readonly: boolean
  all(params: readonly unknown[]): unknown[]
  run(params: readonly unknown[]): { readonly changes: number }
  safeIntegers(on: boolean): unknown
}

/** A connection of better-sqlite3, structurally: any copy and any version that has these will do. */
export interface Database {
  readonly open: boolean
  readonly inTransaction: boolean
  prepare(text: string): Statement
  exec(text: string): unknown
  close(): unknown
}

/**
 * Opens a connection. With `read`, a file that does not exist is served as an empty database in memory: opening it would
 * make it. An existing file is opened for writing even then: a read-only connection cannot roll back what a killed
 * process left half-done, and leaves the files of write-ahead logging behind.
 */
export async function openDatabase(location: Location, purpose: Purpose, timeoutMs: number): Promise<Database> {
  const Client = loadClient()
  try {
    if (location.kind === 'memory' || (purpose === 'read' && isMissing(location.path))) return new Client(':memory:')
    return new Client(location.path, { timeout: timeoutMs, fileMustExist: purpose === 'read' })
  } catch (error) {
    throw constructError(error) ?? driverError(error, { about: location.kind === 'file' ? location.path : undefined })
  }
}

type Constructor = new (file: string, options?: { readonly timeout?: number; readonly fileMustExist?: boolean }) => Database

const load = createRequire(import.meta.url)

function loadClient(): Constructor {
  try {
    // Not import(): for a CommonJS package Node goes through its own loader first, which costs a third of opening a file.
    return load('better-sqlite3') as Constructor
  } catch (error) {
    throw requireError(error)
  }
}

/** False also where the answer cannot be had: then opening it tells why. */
function isMissing(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined
  } catch {
    return false
  }
}
