// Owns: whether a row is older than a moment.
// Must not know: tables.

import { isoMoment } from './iso-moment.ts'
import { instant, type Kind } from './kind.ts'
import type { Part } from './part.ts'
import { sql } from './query.ts'
import { differing, slot } from './table.ts'

export type Older = Part<{ readonly moment: Date | string }>

/**
 * Not those without a moment. On SQLite it is text, and what somebody else wrote there, `2026-11-20 09:37:14` say, is that moment too.
 * `column`: of this package.
 */
export function older(column: string): Older {
  const written = differing({ sqlite: `strftime('%Y-%m-%dT%H:%M:%fZ', ${column})`, postgres: column, mysql: column })
  return sql`${written} < ${slot('moment', instant)}`
}

/** The same where the column has milliseconds since 1970. */
export function olderInMilliseconds(column: string): Older {
  const written = differing({ sqlite: column, postgres: column, mysql: column })
  return sql`${written} < ${slot('moment', milliseconds)}`
}

/** A moment that is written as milliseconds since 1970. */
export const milliseconds: Kind<Date | string> = {
  ...instant,
  into: (mark) => mark,
  from: (column) => column,
  encode: (value, where) => Date.parse(String(instant.encode(value, where))),
  decode: (value) => isoMoment(new Date(Number(value))) ?? '',
}
