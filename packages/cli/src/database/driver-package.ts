// Owns: which package carries a driver, where it is found, and that it is missing.
// Must not know: URLs, sessions.

import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Driver } from '@godwit/core'
import { CommandError } from '../process/command-error.ts'
import type { DriverName } from './database-url.ts'
import { EXIT } from '../process/exit-code.ts'
import { addCommand, packageManagerOf } from './package-manager.ts'

interface DriverPackage {
  readonly name: string
  /** The factory that it exports. */
  readonly factory: string
  /** The client, installed next to it. */
  readonly client: string
}

const PACKAGES: Readonly<Record<DriverName, DriverPackage>> = {
  'better-sqlite3': { name: '@godwit/driver-better-sqlite3', factory: 'betterSqlite3', client: 'better-sqlite3' },
  libsql: { name: '@godwit/driver-libsql', factory: 'libsql', client: '@libsql/client' },
  pg: { name: '@godwit/driver-pg', factory: 'pg', client: 'pg' },
  mysql: { name: '@godwit/driver-mysql', factory: 'mysql', client: 'mysql2' },
}

/** A driver as far as it is installed: itself and its client. */
export type FoundDriver =
  | { readonly state: 'ready'; readonly driver: DriverName; readonly path: string }
  | { readonly state: 'no client' | 'no driver'; readonly driver: DriverName }

/** Looks in the user's project first, then beside the command line. Looked for once: each look costs a millisecond. */
export function findDriver(driver: DriverName, folder: string): FoundDriver {
  const { name, client } = PACKAGES[driver]
  const path = resolveFrom(join(folder, 'package.json'), name) ?? resolveFrom(import.meta.url, name)
  if (path === undefined) return { state: 'no driver', driver }
  // The driver imports it from where it lies itself. Asked before, so that it is not mistaken for a lost connection.
  return resolveFrom(path, client) === undefined ? { state: 'no client', driver } : { state: 'ready', driver, path }
}

/** Imports the driver's package and calls its factory. */
export async function makeDriver(found: FoundDriver, url: string, folder: string): Promise<Driver> {
  const { name, factory, client } = PACKAGES[found.driver]
  switch (found.state) {
    case 'no driver':
      throw missing('DRIVER_MISSING', name, `${name} ${client}`, folder)
    case 'no client':
      throw missing('CLIENT_MISSING', client, client, folder)
    case 'ready': {
      const make = ((await import(pathToFileURL(found.path).href)) as Record<string, unknown>)[factory]
      if (typeof make !== 'function') throw new TypeError(`${name} does not export ${factory}`)
      return (make as (url: string) => Driver)(url)
    }
    default:
      return found satisfies never
  }
}

function resolveFrom(from: string, name: string): string | undefined {
  try {
    return createRequire(from).resolve(name)
  } catch {
    return undefined
  }
}

function missing(code: 'DRIVER_MISSING' | 'CLIENT_MISSING', name: string, packages: string, folder: string): CommandError {
  return new CommandError({
    exitCode: EXIT.usage,
    code,
    message: `The package ${name} is not installed.`,
    remedy: `Install it: ${addCommand(packageManagerOf(folder), packages)}.`,
  })
}
