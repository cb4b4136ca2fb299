// Owns: how a value gets into a column and out of it, so that it is the same JavaScript value on every engine.
// Must not know: tables, statements.

import type { DialectFamily, SqlValue } from '@godwit/core'
import { isoMoment } from './iso-moment.ts'
import { DEEPEST, isTooDeep } from './json-depth.ts'
import { NotAllowed } from './not-allowed.ts'

export interface Kind<In, Out = In> {
  /** What is written where the value is bound; `mark` is the place-holder. */
  into(mark: string, dialect: DialectFamily): string
  /** What is selected; the column itself is what is ordered by. */
  from(column: string, dialect: DialectFamily): string
  /** Throws `TypeError` on a value of another type, which includes undefined: absent and null are not the same. */
  encode(value: In, where: string): SqlValue
  decode(value: unknown): Out
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

const itself = (written: string): string => written

/** In what `JSON.stringify` wrote; NUL is written out there, and so kept. */
const HALF_PAIR_IN_JSON = /(?<!\\)(?:\\\\)*\\ud/

/** Encoding throws `TypeError` on a text that some engine would refuse or change. */
export const text: Kind<string> = {
  into: itself,
  from: itself,
  encode(value, where) {
    assertText(value, where)
    if (!isKept(value))
      throw new TypeError(`${where} takes a text without NUL and without half a surrogate pair: not every engine keeps it.`)
    return value
  },
  decode: String,
}

/**
 * PostgreSQL and libSQL take no NUL; of half a surrogate pair, a cut emoji say, no engine gives back what it got, and MariaDB has no JSON of
 * it. Not by a pattern, which is three hundred times slower on a long text.
 */
function isKept(value: string): boolean {
  return (value as string & { isWellFormed(): boolean }).isWellFormed() && !value.includes('\0')
}

/** Throws `TypeError` on anything but a text; any other will do, since it is only looked at. */
export function assertText(value: unknown, where: string): asserts value is string {
  if (typeof value !== 'string') refuse(where, 'a text', value)
}

/** Within 2^53: ids and counters. */
export const integer: Kind<number> = {
  into: itself,
  from: itself,
  encode: (value, where) => (Number.isSafeInteger(value) ? value : refuse(where, 'a whole number', value)),
  decode: Number,
}

/** What a column `INTEGER` holds on PostgreSQL and MySQL: 32 bits. SQLite would take more. */
export const small: Kind<number> = {
  ...integer,
  encode: (value, where) =>
    Number.isSafeInteger(value) && value >= -(2 ** 31) && value < 2 ** 31 ? value : refuse(where, 'a whole number of 32 bits', value),
}

/** A number of rows, for `LIMIT` and `OFFSET`. SQLite takes a negative one for "all", the others refuse it: all refuse it here. */
export const amount: Kind<number> = {
  ...integer,
  encode: (value, where) => (Number.isSafeInteger(value) && value >= 0 ? value : refuse(where, 'a whole number from 0', value)),
}

/**
 * A moment in UTC, to the millisecond: `2026-11-20T12:00:00.000Z`. Converted in the statement and not by a client: one that
 * knows the type would shift it by the time zone of its process.
 */
export const instant: Kind<Date | string, string> = {
  into(mark, dialect) {
    switch (dialect) {
      case 'sqlite':
        return mark
      case 'postgres':
        return `${mark}::timestamptz`
      case 'mysql':
        return `STR_TO_DATE(${mark}, '%Y-%m-%dT%H:%i:%s.%fZ')`
      default:
        return dialect satisfies never
    }
  },
  from(column, dialect) {
    switch (dialect) {
      case 'sqlite':
        return column
      case 'postgres':
        return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
      case 'mysql':
        return `CONCAT(REPLACE(LEFT(${column}, 23), ' ', 'T'), 'Z')`
      default:
        return dialect satisfies never
    }
  },
  encode(value, where) {
    const given = value instanceof Date || typeof value === 'string' ? isoMoment(value) : null
    return given ?? refuse(where, 'a moment of the years 1 to 9999: a Date or ISO 8601', value)
  },
  decode: String,
}

/**
 * PostgreSQL takes no number for a boolean and mysql2 gives none back; the text in between is for clients that look at the type of
 * a parameter first.
 */
export const bool: Kind<boolean> = {
  into: (mark, dialect) => (dialect === 'postgres' ? `${mark}::text::boolean` : mark),
  from: itself,
  encode: (value, where) => (typeof value === 'boolean' ? Number(value) : refuse(where, 'true or false', value)),
  decode: (value) => value === true || Number(value) === 1,
}

/** One of `allowed`; encoding throws `NotAllowed` `word` on another. What somebody else wrote is read back as it is. */
export function oneOf<const Word extends string>(allowed: readonly Word[]): Kind<Word> {
  return {
    into: itself,
    from: itself,
    encode(value, where) {
      if (allowed.includes(value)) return value
      throw new NotAllowed('word', `${where} is ${allowed.join(', ')}, and not ${JSON.stringify(value)}. Nothing was written.`)
    },
    decode: (value) => String(value) as Word,
  }
}

/**
 * Any JSON value, kept as the text that `JSON.stringify` makes of it; `{}`, `[]`, `0`, `""` and `null` stay what they are. Encoding throws
 * `TypeError` where half a surrogate pair is in it, and where it has more than 31 levels: an engine would take it for no JSON.
 */
export const json: Kind<Json> = {
  into: itself,
  from: (column, dialect) => (dialect === 'mysql' ? `CONCAT(${column})` : column),
  encode(value, where) {
    const written: string | undefined = JSON.stringify(value)
    if (written === undefined) return refuse(where, 'a JSON value', value)
    if (written.includes(String.raw`\ud`) && HALF_PAIR_IN_JSON.test(written))
      throw new TypeError(`${where} takes JSON without half a surrogate pair: not every engine keeps it.`)
    if (isTooDeep(written)) throw new TypeError(`${where} takes JSON of at most ${DEEPEST} levels: not every engine keeps more.`)
    return written
  },
  decode: (value) => JSON.parse(String(value)) as Json,
}

/** SQL's NULL beside the values of `kind`. */
export function orNull<In, Out>(kind: Kind<In, Out>): Kind<In | null, Out | null> {
  return {
    into: kind.into,
    from: kind.from,
    encode: (value, where) => (value === null ? null : kind.encode(value, where)),
    decode: (value) => (value === null ? null : kind.decode(value)),
  }
}

function refuse(where: string, what: string, value: unknown): never {
  throw new TypeError(`${where} takes ${what}, not ${inWords(value)}.`)
}

/** A text may be a secret: only its being one is told. */
function inWords(value: unknown): string {
  return typeof value === 'string' ? 'this text' : value === null || typeof value !== 'object' ? String(value) : 'an object'
}
