// Owns: how schemas of PostgreSQL and databases of MySQL and MariaDB are listed, made and dropped.
// Must not know: which names they have. Whoever gives one has looked that it is plain.

import type { DialectFamily } from '@godwit/core'

export interface PersonaServerSql {
  /** Query: rows of `{ name }`. */
  readonly list: string
  readonly make: (name: string) => string
  /** With all that is in it. */
  readonly drop: (name: string) => string
}

const postgres: PersonaServerSql = {
  list: 'SELECT nspname AS name FROM pg_catalog.pg_namespace',
  make: (name) => `CREATE SCHEMA IF NOT EXISTS ${name}`,
  drop: (name) => `DROP SCHEMA IF EXISTS ${name} CASCADE`,
}

const mysql: PersonaServerSql = {
  list: 'SELECT schema_name AS name FROM information_schema.schemata',
  make: (name) => `CREATE DATABASE IF NOT EXISTS ${name}`,
  drop: (name) => `DROP DATABASE IF EXISTS ${name}`,
}

/** Throws `RangeError` on SQLite. */
export function personaServerSql(family: DialectFamily): PersonaServerSql {
  switch (family) {
    case 'postgres':
      return postgres
    case 'mysql':
      return mysql
    case 'sqlite':
      throw new RangeError('SQLite has no schemas and no databases of a server: on it personas are files, see personasInFiles.')
    default:
      return family satisfies never
  }
}
