// Owns: that a text is found by every letter and blank of it, with one parameter, on every engine.
// Must not know: tables.

import type { Kind } from './kind.ts'
import type { Part } from './part.ts'

export interface Exact {
  /** As it is written in the statement, where that is not its name. */
  readonly column?: string
  /** `bytes`: its collation tells everything apart but blanks at the end, as that of `ColumnWords.name` does. `letters`: not even cases. */
  readonly compares?: 'bytes' | 'letters'
}

/**
 * `name = ?`. To `=` of MySQL `a` and `a ` are equal, whoever stored which; to `LIKE` they are not, and it is a search in an index
 * as well. Not where rows are locked: what is searched for as a range is locked with what lies beside it. `name`: of the parameter.
 */
export function exact<const Name extends string, In>(
  name: Name,
  kind: Kind<In, unknown>,
  { column = name, compares = 'bytes' }: Exact = {},
): Part<{ readonly [N in Name]: In }> {
  return {
    write(writer) {
      if (writer.place.dialect !== 'mysql') {
        writer.text(`${column} = `)
        writer.bind(name, kind)
        return
      }
      writer.text(`${column}${compares === 'letters' ? ' COLLATE utf8mb4_bin' : ''} LIKE `)
      writer.bind(name, { ...kind, into: (mark, dialect) => literally(kind.into(mark, dialect)) })
      writer.text(` ESCAPE '!'`)
    },
  }
}

/** What means something to `LIKE` means itself. */
function literally(text: string): string {
  return ['!', '%', '_'].reduce((inner, sign) => `REPLACE(${inner}, '${sign}', '!${sign}')`, text)
}
