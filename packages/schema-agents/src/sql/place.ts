// Owns: where a line's tables are: which engine, and under which names.
// Must not know: which tables there are.

import type { DialectFamily } from '@godwit/core'

/** What everything of this package is written for. */
export const DIALECTS: readonly ['sqlite', 'postgres', 'mysql'] = ['sqlite', 'postgres', 'mysql']

/** One value for each engine. */
export type PerDialect<Value> = { readonly [name in DialectFamily]: Value }

export interface Names {
  /** Written before the name of every table and index: `am_` makes `am_users`. Letters, digits and `_`. @defaultValue none */
  readonly prefix?: string
  /** PostgreSQL only: the schema that the tables are in. It must exist. @defaultValue what `search_path` says */
  readonly schema?: string
}

export interface Place extends Names {
  readonly dialect: DialectFamily
}

const PLAIN = /^[A-Za-z_][A-Za-z0-9_]{0,39}$/

/** Throws `RangeError`: names are written into statements, so that anything but a plain word is refused. */
export function placeOf(dialect: DialectFamily, { prefix, schema }: Names = {}): Place {
  if (prefix !== undefined && prefix !== '' && !PLAIN.test(prefix)) throw refused('prefix', prefix)
  if (schema !== undefined && !PLAIN.test(schema)) throw refused('schema', schema)
  if (schema !== undefined && dialect !== 'postgres')
    throw new RangeError(`schema: only PostgreSQL has tables in a schema; on ${dialect} a prefix keeps lines apart.`)
  return { dialect, ...(prefix === undefined ? {} : { prefix }), ...(schema === undefined ? {} : { schema }) }
}

/** The table as it is written in a statement. */
export function tableName({ prefix = '', schema }: Names, name: string): string {
  return schema === undefined ? `${prefix}${name}` : `${schema}.${prefix}${name}`
}

/** An index or a constraint: it lies in its table's schema and is named without it. */
export function objectName({ prefix = '' }: Names, name: string): string {
  return `${prefix}${name}`
}

/** A column as it is written in a statement. Of the names that the documents use, MySQL has reserved one. */
export function columnName(dialect: DialectFamily, name: string): string {
  return dialect === 'mysql' && name === 'key' ? '`key`' : name
}

function refused(what: string, value: string): RangeError {
  return new RangeError(`${what}: ${JSON.stringify(value)} is not a plain name: letters, digits and _, at most 40, no digit first.`)
}
