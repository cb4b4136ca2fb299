// Owns: the index that a statement is to be read by, where an engine would take another.
// Must not know: which indexes there are.

import type { Part } from './part.ts'
import { objectName } from './place.ts'

/**
 * Behind the table, where a page goes on from a number. MariaDB walks to that number from the index's beginning where a session is
 * long, and SQLite, once it has statistics, reads everybody's rows for it: both are told. There it is an error where somebody has
 * dropped the index. PostgreSQL can not be told.
 */
export function byIndex(name: string): Part {
  return {
    write(writer) {
      const index = objectName(writer.place, name)
      switch (writer.place.dialect) {
        case 'sqlite':
          return writer.text(`INDEXED BY ${index}`)
        case 'mysql':
          return writer.text(`FORCE INDEX (${index})`)
        case 'postgres':
          return
        default:
          return writer.place.dialect satisfies never
      }
    },
  }
}
