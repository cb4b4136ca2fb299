// Owns: the database itself, where the server lets this user make it.
// Must not know: tables, how the server is reached.

import type { DialectFamily, Session } from '@godwit/core'

declare const TextEncoder: new () => { encode(text: string): { readonly length: number } }

/** PostgreSQL counts bytes and cuts a longer name without a word, so that another database would be meant; MySQL counts characters. */
const fits: Readonly<Record<DialectFamily, (name: string) => boolean>> = {
  sqlite: () => false,
  postgres: (name) => new TextEncoder().encode(name).length <= 63,
  mysql: (name) => name.length <= 64,
}

/**
 * Makes the database `name` on the server of `session`, which is in another one or in none. Of ten who do so at once one makes it. Any
 * name is quoted as what it is. Rejects with a `DriverError` where the user may not, and with `RangeError` on a name that no database
 * of that server can have; on SQLite always, where a database is a file.
 */
export async function createDatabase(session: Session, name: string): Promise<'created' | 'there'> {
  const { family } = session.dialect
  if (name === '' || name.includes('\0') || !fits[family](name))
    throw new RangeError(`${JSON.stringify(name)} is no name of a database on this server. Nothing was made.`)
  if (await isThere(session, name)) return 'there'
  try {
    await session.run(CREATE[family](name))
    return 'created'
  } catch (error) {
    // Who comes second is refused in several ways.
    if (await isThere(session, name)) return 'there'
    throw error
  }
}

const CREATE: Readonly<Record<DialectFamily, (name: string) => string>> = {
  sqlite: () => '',
  postgres: (name) => `CREATE DATABASE "${name.replaceAll('"', '""')}"`,
  mysql: (name) => `CREATE DATABASE \`${name.replaceAll('`', '``')}\` CHARACTER SET utf8mb4`,
}

const NAMED: Readonly<Record<DialectFamily, string>> = {
  sqlite: '',
  postgres: 'SELECT 1 FROM pg_database WHERE datname = $1',
  mysql: 'SELECT 1 FROM information_schema.schemata WHERE schema_name = ?',
}

async function isThere(session: Session, name: string): Promise<boolean> {
  return (await session.run(NAMED[session.dialect.family], [name])).rows.length > 0
}
