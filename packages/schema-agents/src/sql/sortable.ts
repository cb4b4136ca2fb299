// Owns: values that lists are in the order of: how they get out of a statement and into the next one, and what is before and behind all.
// Must not know: columns, lists.

import { instant, integer, type Kind, text } from './kind.ts'
import { everywhere, type PerDialect } from './place.ts'

/** `kind`: on PostgreSQL it says its type wherever it is bound. */
export interface Sortable<Value extends string | number> {
  readonly kind: Kind<Value>
  readonly lowest: PerDialect<Value>
  readonly highest: PerDialect<Value>
}

/** The last of all code points. */
const LAST = '\u{10FFFF}'

export const integers: Sortable<number> = {
  kind: { ...integer, into: typed('bigint') },
  lowest: everywhere(Number.MIN_SAFE_INTEGER),
  highest: everywhere(Number.MAX_SAFE_INTEGER),
}

/** By their code points: see `byCodePoint`. */
export const names: Sortable<string> = { kind: { ...text, into: typed('text') }, lowest: everywhere(''), highest: everywhere(LAST) }

/** On SQLite the text that is stored: one that was written by hand may have another form than ours, and its order is that of its own. */
export const moments: Sortable<string> = {
  kind: {
    into: (mark, dialect) => instant.into(mark, dialect),
    from: (column, dialect) => (dialect === 'sqlite' ? column : instant.from(column, dialect)),
    encode: (value, where) => text.encode(value, where),
    decode: String,
  },
  lowest: { sqlite: '', postgres: '-infinity', mysql: '0001-01-01T00:00:00.000Z' },
  highest: { sqlite: LAST, postgres: 'infinity', mysql: '9999-12-31T23:59:59.999Z' },
}

function typed(type: string): Kind<never>['into'] {
  return (mark, dialect) => (dialect === 'postgres' ? `${mark}::${type}` : mark)
}
