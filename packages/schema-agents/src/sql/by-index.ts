// Owns: the index that a statement is to be read by, where an engine would take another.
// Must not know: which indexes there are.

import type { Part } from './part.ts'
import { objectName, type PerDialect } from './place.ts'

/**
 * Behind the table, where a page goes on from a number. MariaDB walks to that number from the index's beginning where a session is
 * long, and SQLite, once it has statistics, reads everybody's rows for it: both are told. There it is an error where somebody has
 * dropped the index. Null: it is left to the engine. PostgreSQL can not be told: see `growing`.
 */
export function byIndex(name: string | Pick<PerDialect<string | null>, 'sqlite' | 'mysql'>): Part {
  return {
    write({ place, text }) {
      const { sqlite, mysql } = typeof name === 'string' ? { sqlite: name, mysql: name } : name
      switch (place.dialect) {
        case 'sqlite':
          return sqlite === null ? undefined : text(`INDEXED BY ${objectName(place, sqlite)}`)
        case 'mysql':
          return mysql === null ? undefined : text(`FORCE INDEX (${objectName(place, mysql)})`)
        case 'postgres':
          return
        default:
          return place.dialect satisfies never
      }
    },
  }
}
