// Owns: the number by which rows came, as a column that is read, where their key is a text that does not grow.
// Must not know: tables.

import { integer, type Kind } from './kind.ts'

/** Of a column `seq`, which SQLite does not have: there it is `rowid`. */
export const arrivalNumber: Kind<number> = {
  ...integer,
  from: (column, dialect) => (dialect === 'sqlite' ? column.replace(/seq$/, 'rowid') : column),
}
