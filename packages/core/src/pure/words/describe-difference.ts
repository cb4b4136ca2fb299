// Owns: the words for a difference between a schema and what it should be.
// Must not know: colours, where it is printed.

import type { Difference } from '../../model/difference.ts'

/** One sentence. */
export function describeDifference({ what, table, columns, expected = 'none', found = 'none' }: Difference): string {
  const of = columns.join(', ')
  switch (what) {
    case 'table':
      return `Table '${table}' is not there.`
    case 'later table':
      return `'${table}' is there (${found}), and only a later migration would make it.`
    case 'column':
      return found === 'none'
        ? `Column '${table}.${of}' (${expected}) is not there.`
        : `Column '${table}.${of}' (${found}) is not expected.`
    case 'type':
    case 'nullability':
      return `Column '${table}.${of}' is ${found} where ${expected} is expected.`
    case 'primary key':
      return `The primary key of '${table}' is ${found} where ${expected} is expected.`
    case 'unique key':
    case 'foreign key':
    case 'index':
      return `The ${what} of '${table}' over (${of}) is ${found} where ${expected} is expected.`
    default:
      return what satisfies never
  }
}
