// Owns: where the personas' databases are, by URL: files of a folder, schemas of PostgreSQL, databases of MySQL or MariaDB.
// Must not know: what is done with them.

import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Driver, type Line, Migrator, type Report } from '@godwit/core'
import { libsql } from '@godwit/driver-libsql'
import { mysql } from '@godwit/driver-mysql'
import { pg } from '@godwit/driver-pg'
import { personasInFiles, personasOnServer, type PersonaStore } from '@godwit/schema-agents/chat'

export interface Opened {
  readonly store: PersonaStore
  close(): Promise<void>
}

/** `file:` and a folder, `postgres:`, `mysql:` or `mariadb:`. Throws `RangeError` on another scheme, without the URL: it may have a password. */
export function openStore(url: string): Opened {
  switch (/^([a-z]+)[a-z0-9+]*:/i.exec(url)?.[1]?.toLowerCase()) {
    case 'file':
      return inFolder(url.slice('file:'.length))
    case 'postgres':
    case 'postgresql':
      return onServer(pg(url), (schema) => pg({ url, options: `-c search_path=${schema}` }), '')
    case 'mysql':
    case 'mariadb':
      // Its databases are the whole server's: ours have the name of the one in the URL before theirs.
      return onServer(mysql(url), (database) => mysql({ url, database }), `${databaseOf(url)}_`)
    default:
      throw new RangeError('DATABASE_URL begins with file:, postgres:, mysql: or mariadb:.')
  }
}

const migrate = (driver: Driver, line: Line): Promise<Report> => new Migrator(driver, line).up()

function inFolder(folder: string): Opened {
  const store = personasInFiles({
    list: () => readdir(folder).catch(nothingThere),
    remove: (file) => rm(join(folder, file), { force: true }),
    driver: (file) => libsql(`file:${join(folder, file)}`),
    migrate: async (driver, line) => {
      await mkdir(folder, { recursive: true })
      return migrate(driver, line)
    },
  })
  return { store, close: () => Promise.resolve() }
}

function onServer(server: Driver, driver: (name: string) => Driver, prefix: string): Opened {
  return { store: personasOnServer({ server, driver, migrate, prefix }), close: () => server.close() }
}

function databaseOf(url: string): string {
  const name = /^[^?#]*\/([a-z0-9_]+)(?:[?#]|$)/i.exec(url)?.[1]
  if (name === undefined) throw new RangeError('DATABASE_URL names a database that is there, of small letters, digits and _.')
  return name
}

function nothingThere(error: unknown): readonly string[] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
  throw error
}
