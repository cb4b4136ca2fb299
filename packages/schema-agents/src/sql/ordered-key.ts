// Owns: the key of a table whose ids are texts, with a number beside it that says in which order the rows came.
// Must not know: tables.

import type { ScriptWords } from './script.ts'

/** What a table with such a key begins with and ends in. */
export interface OrderedKey {
  /** The first columns. */
  readonly first: string
  /** Behind the last column, with its comma. */
  readonly last: string
}

/**
 * `id`, and a column `seq` that grows with every row and is never given twice, also not after the newest row was deleted: a reader
 * can go on from it. Where a table is stored in the order of its key, that is `seq`: random ids would scatter what belongs together.
 */
export function orderedKey({ dialect, id, rowNumber }: ScriptWords): OrderedKey {
  switch (dialect) {
    case 'sqlite':
      return { first: `seq INTEGER PRIMARY KEY AUTOINCREMENT,\n        id ${id} NOT NULL UNIQUE`, last: '' }
    case 'postgres':
      return { first: `id ${id} PRIMARY KEY`, last: rowNumber }
    case 'mysql':
      return { first: `seq BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,\n        id ${id} NOT NULL UNIQUE`, last: '' }
    default:
      return dialect satisfies never
  }
}
