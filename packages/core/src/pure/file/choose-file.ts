// Owns: which of a migration's SQL files an engine gets.
// Must not know: what is in them.

import type { Dialect, DialectFamily, DialectFlavor } from '../../model/dialect.ts'
import type { VariantName } from '../../model/migration.ts'
import type { SqlFile } from './file-group.ts'

/** The file for the flavor, for the family or for any engine, in this order; undefined when all are for others. */
export function chooseFile(files: readonly SqlFile[], part: 'up' | 'down', dialect: Dialect): SqlFile | undefined {
  let chosen: SqlFile | undefined
  for (const file of files) {
    if ((file.part === 'down') !== (part === 'down') || !preference(dialect).includes(file.variant)) continue
    if (chosen === undefined || isCloser(file.variant, chosen.variant, dialect)) chosen = file
  }
  return chosen
}

/** Whether `variant` is meant for the engine more closely than `other`. */
export function isCloser(variant: VariantName, other: VariantName, dialect: Dialect): boolean {
  const order = preference(dialect)
  return order.indexOf(variant) < order.indexOf(other)
}

/** Those that only the server can tell. A driver for libSQL knows what it is. */
const FLAVORS: { readonly [family in DialectFamily]: readonly DialectFlavor[] } = {
  sqlite: [],
  postgres: ['cockroach', 'yugabyte'],
  mysql: ['mariadb', 'tidb'],
}

/** Those that the engine may still turn out to be, and that some of the files are for. None where its flavor is known. */
export function possibleFlavors(files: readonly SqlFile[], { flavor, family }: Dialect): readonly DialectFlavor[] {
  return flavor === undefined ? FLAVORS[family].filter((possible) => files.some(({ variant }) => variant === possible)) : []
}

function preference({ flavor, family }: Dialect): readonly VariantName[] {
  return flavor === undefined ? [family, 'any'] : [flavor, family, 'any']
}
