// Owns: a folder of .sql files as named queries. The subpath `@godwit/named-sql/directory`, and the only file system in this package.
// Must not know: what the files say.

/// <reference types="node" />
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DialectFamily } from '@godwit/core/driver'
import { NamedSqlError } from './named-sql-error.ts'
import { found, type NamedSql } from './named-sql.ts'

export interface NamedSqlDirectoryOptions {
  /** How the files write strings and comments. */
  readonly dialect: DialectFamily
  /** Names of files that hold no named queries, such as `schema.sql`. One that is not there is refused. @defaultValue none */
  readonly except?: readonly string[]
}

/**
 * Every `.sql` file in the folder, not in folders below it: `chat.sql` gives `chat.…`. Read once; to read again what has changed, call
 * this again and use what it returns. Throws `NamedSqlError` where there is no such folder, none of its files is left, one cannot be
 * read or is not UTF-8, and as `parseNamedSql`.
 */
export function readNamedSql(folder: string, { dialect, except = [] }: NamedSqlDirectoryOptions): NamedSql {
  const all = reading(folder, () => readdirSync(folder, { withFileTypes: true }))
    .filter((entry) => entry.name.endsWith('.sql') && !entry.isDirectory())
    .map(({ name }) => name)
    .sort((a, b) => (a < b ? -1 : 1))
  const missing = except.find((name) => !all.includes(name))
  if (missing !== undefined) throw new NamedSqlError(`${folder}: there is no file ${missing} to leave out`)
  const names = all.filter((name) => !except.includes(name))
  if (names.length === 0) throw new NamedSqlError(`${folder}: there is no .sql file in it`)
  return found(
    names.map((name) => {
      const where = join(folder, name)
      return {
        name: name.slice(0, -'.sql'.length),
        where,
        text: decoded(
          where,
          reading(where, () => readFileSync(where)),
        ),
      }
    }),
    dialect,
  )
}

function decoded(where: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new NamedSqlError(`${where}: it is not UTF-8`, { cause })
  }
}

function reading<Contents>(path: string, read: () => Contents): Contents {
  try {
    return read()
  } catch (cause) {
    throw new NamedSqlError(`${path}: ${whyNot(cause)}`, { cause })
  }
}

function whyNot(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'ENOENT') return 'it does not exist'
  if (code === 'ENOTDIR') return 'it is a file; give the folder that the queries are in'
  return cause instanceof Error ? cause.message : String(cause)
}
