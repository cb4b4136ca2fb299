// Owns: the application's own DataSource, by URL.
// Must not know: NestJS, migrations.

import { createRequire } from 'node:module'
import { DataSource, type DataSourceOptions } from 'typeorm'
import { NoteEntity } from './note.ts'

/** Not initialised. No `synchronize` and no `migrationsRun`: the schema is Godwit's. */
export function dataSourceOf(url: string): DataSource {
  return new DataSource({ ...connectionOf(url), entities: [NoteEntity], synchronize: false })
}

function connectionOf(url: string): DataSourceOptions {
  const scheme = /^(\w+):/.exec(url)?.[1]
  switch (scheme) {
    case 'postgres':
    case 'postgresql':
      return { type: 'postgres', url }
    case 'mysql':
    case 'mariadb':
      return { type: scheme, url }
    case 'file':
      requireBetterSqlite3()
      return { type: 'better-sqlite3', database: url.slice('file:'.length) }
    default:
      // Whatever it is may have a password in it.
      throw new Error('DATABASE_URL begins with none of: postgres:, postgresql:, mysql:, mariadb:, file:')
  }
}

/** It is a native module that a machine may have been unable to fetch or to compile. TypeORM would say that it is not installed. */
function requireBetterSqlite3(): void {
  try {
    const Database = createRequire(import.meta.url)('better-sqlite3') as new (file: string) => { close(): void }
    new Database(':memory:').close()
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    throw new Error(
      `better-sqlite3 does not work on this machine (${firstSentence(words)}). Build it with "npm exec pnpm rebuild better-sqlite3", or set DATABASE_URL to a postgres: or mysql: address.`,
      { cause: error },
    )
  }
}

/** The rest of it are the places where it was looked for. */
function firstSentence(words: string): string {
  return /^[^\n.]*/.exec(words)?.[0] ?? words
}
