// Owns: on which engines the line `vectors-indexed` is, and the refusal of the others.
// Must not know: what is done there.

import type { DialectFamily } from '@godwit/core'

/** The family `sqlite` is libSQL here: on SQLite itself there is no such table. Throws `RangeError` on MySQL and MariaDB. */
export function onlyThere<Value>(dialect: DialectFamily, values: { readonly sqlite: Value; readonly postgres: Value }): Value {
  switch (dialect) {
    case 'sqlite':
      return values.sqlite
    case 'postgres':
      return values.postgres
    case 'mysql':
      throw new RangeError(
        'The line `vectors-indexed` is for libSQL and for PostgreSQL with pgvector. On MySQL and MariaDB take `vectors`.',
      )
    default:
      return dialect satisfies never
  }
}
