// Owns: where a line's tables are: which engine, and under which names.
// Must not know: which tables there are.

import type { DialectFamily } from '@godwit/core'

/** What everything of this package is written for. */
export const DIALECTS: readonly ['sqlite', 'postgres', 'mysql'] = ['sqlite', 'postgres', 'mysql']

/** One value for each engine. */
export type PerDialect<Value> = { readonly [name in DialectFamily]: Value }

/** The same one for all. */
export function everywhere<Value>(value: Value): PerDialect<Value> {
  return { sqlite: value, postgres: value, mysql: value }
}

export interface Names {
  /**
   * Written before the name of every table and index: `am_` makes `am_users`. At most 23 letters, digits and `_`; one that differs from
   * another line's only in upper and lower case is the same prefix. @defaultValue none
   */
  readonly prefix?: string
  /** PostgreSQL only: the schema that the tables are in. It must exist: without it nothing is made. @defaultValue what `search_path` says */
  readonly schema?: string
}

export interface Place extends Names {
  readonly dialect: DialectFamily
}

const PLAIN = /^[A-Za-z_][A-Za-z0-9_]*$/
/**
 * A name ends at 63 characters: PostgreSQL cuts off what is behind them, so that two indexes may get one name, and MySQL refuses it where half
 * of a line is made. The longest of ours has 40.
 */
const LONGEST = { prefix: 23, schema: 40 }

/** Throws `RangeError`: names are written into statements, so that anything but a plain word is refused. */
export function placeOf(dialect: DialectFamily, { prefix, schema }: Names = {}): Place {
  if (prefix !== undefined && prefix !== '') assertPlain('prefix', prefix)
  if (schema !== undefined) assertPlain('schema', schema)
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

function assertPlain(what: keyof typeof LONGEST, value: string): void {
  if (PLAIN.test(value) && value.length <= LONGEST[what]) return
  const form = `letters, digits and _, at most ${LONGEST[what]}, no digit first`
  throw new RangeError(`${what}: ${JSON.stringify(value)} is not a plain name: ${form}.`)
}
