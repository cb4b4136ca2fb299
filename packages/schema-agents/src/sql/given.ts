// Owns: parts that carry their values, for statements that are put together from what a caller asks for.
// Must not know: tables.

import type { Kind } from './kind.ts'
import type { Part, Writer } from './part.ts'

/** `column = ?`, and `column IS NULL` for null. Nothing at all is asked where the value is undefined. `column`: of this package. */
export function equal<In>(column: string, kind: Kind<In, unknown>, value: In | null): Part
export function equal<In>(column: string, kind: Kind<In, unknown>, value: In | null | undefined): Part | undefined
export function equal<In>(column: string, kind: Kind<In, unknown>, value: In | null | undefined): Part | undefined {
  if (value === undefined) return undefined
  return {
    write(writer) {
      writer.text(`${column} ${value === null ? 'IS NULL' : '= '}`)
      if (value !== null) bindGiven(writer, column, kind, value)
    },
  }
}

/** The same for a text that may end in blanks: MySQL takes `a` and `a ` for equal. */
export function exactly(column: string, kind: Kind<string>, value: string): Part {
  return {
    write(writer) {
      writer.text(`${column} = `)
      bindGiven(writer, column, kind, value)
      if (writer.place.dialect !== 'mysql') return
      writer.text(` AND CHAR_LENGTH(${column}) = CHAR_LENGTH(`)
      bindGiven(writer, column, kind, value)
      writer.text(')')
    },
  }
}

/** `column IN (?, ?, ?)`. There must be a value: `IN ()` is no SQL. */
export function among<In>(column: string, kind: Kind<In, unknown>, values: readonly [In, ...In[]] | readonly In[]): Part {
  return {
    write(writer) {
      writer.text(`${column} IN (`)
      for (const [index, value] of values.entries()) {
        if (index > 0) writer.text(', ')
        bindGiven(writer, column, kind, value)
      }
      writer.text(')')
    },
  }
}

/** `WHERE … AND …`, or nothing where no condition is left. */
export function where(...conditions: readonly (Part | undefined)[]): Part {
  const all = together(conditions)
  return {
    write(writer) {
      if (all === undefined) return
      writer.text('WHERE ')
      all.write(writer)
    },
  }
}

/** `… AND …`, or undefined where no condition is left. */
export function together(conditions: readonly (Part | undefined)[]): Part | undefined {
  const [one, ...others] = conditions.filter((condition) => condition !== undefined)
  if (one === undefined) return undefined
  return {
    write(writer) {
      one.write(writer)
      for (const other of others) {
        writer.text(' AND ')
        other.write(writer)
      }
    },
  }
}

function bindGiven<In>(writer: Writer, column: string, kind: Kind<In, unknown>, value: In): void {
  // Callers know it without the alias of its table.
  writer.bind(column, { ...kind, encode: () => kind.encode(value, column.slice(column.indexOf('.') + 1)) })
}
