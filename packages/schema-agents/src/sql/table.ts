// Owns: a table as queries see it, and the parts that are made from its columns.
// Must not know: how the table is made.

import type { Kind } from './kind.ts'
import type { Part } from './part.ts'
import { columnName, type PerDialect, tableName } from './place.ts'

// oxlint-disable-next-line typescript/no-explicit-any -- a column's two types are inferred from it, whatever they are
export type Columns = { readonly [name: string]: Kind<any, any> }
export type InOf<Of extends Columns> = { readonly [Name in keyof Of]: Of[Name] extends Kind<infer In, infer _> ? In : never }
export type OutOf<Of extends Columns> = { readonly [Name in keyof Of]: Of[Name] extends Kind<infer _, infer Out> ? Out : never }

/** In a template it is its name. */
export interface Table<Of extends Columns> extends Part {
  readonly name: string
  readonly columns: Of
}

export function table<Of extends Columns>(name: string, columns: Of): Table<Of> {
  return { name, columns, write: (writer) => writer.text(tableName(writer.place, name)) }
}

/** `id, name, created_at`: into which columns is inserted; all when none is named. */
export function into<Of extends Columns>(of: Table<Of>, ...names: readonly (keyof Of & string)[]): Part {
  return {
    write: (writer) =>
      writer.text(
        named(of, names)
          .map((name) => columnName(writer.place.dialect, name))
          .join(', '),
      ),
  }
}

/** `?, ?, ?`: a parameter for each of the columns, of the same name; for all when none is named. */
export function values<Of extends Columns, Name extends keyof Of & string>(
  of: Table<Of>,
  ...names: readonly Name[]
): Part<InOf<Pick<Of, Name>>> {
  return {
    write(writer) {
      for (const [index, name] of named(of, names).entries()) {
        if (index > 0) writer.text(', ')
        writer.bind(name, of.columns[name] as Kind<never, unknown>)
      }
    },
  }
}

/** `name = ?, updated_at = ?`. */
export function assigned<Of extends Columns, Name extends keyof Of & string>(
  { columns }: Table<Of>,
  ...names: readonly Name[]
): Part<InOf<Pick<Of, Name>>> {
  return {
    write(writer) {
      for (const [index, name] of names.entries()) {
        writer.text(`${index > 0 ? ', ' : ''}${columnName(writer.place.dialect, name)} = `)
        writer.bind(name, columns[name] as Kind<never, unknown>)
      }
    },
  }
}

/** All columns, as they are selected. `alias`: of the table in this statement. */
export function selected<Of extends Columns>({ columns }: Table<Of>, alias?: string): Part<unknown, OutOf<Of>> {
  return {
    write(writer) {
      for (const [index, [name, kind]] of Object.entries(columns).entries()) {
        if (index > 0) writer.text(', ')
        const column = columnName(writer.place.dialect, name)
        writer.select(name, alias === undefined ? column : `${alias}.${column}`, kind as Kind<never, unknown>)
      }
    },
  }
}

/** The row that will be read once `row` is written: of JSON what is written down, and nothing that the caller may still change. */
export function asRead<Of extends Columns>({ columns }: Table<Of>, row: InOf<Of>): OutOf<Of> {
  const read = Object.entries(columns).map(([name, kind]) => [name, kind.decode(kind.encode(row[name], name))] as const)
  return Object.fromEntries(read) as OutOf<Of>
}

/** One column under a name of its own, from an expression that has no parameters. */
export function computed<const Name extends string, Out>(
  name: Name,
  kind: Kind<never, Out>,
  expression: string | PerDialect<string>,
): Part<unknown, { readonly [N in Name]: Out }> {
  return {
    write: (writer) => writer.select(name, typeof expression === 'string' ? expression : expression[writer.place.dialect], kind),
  }
}

/** A parameter. */
export function slot<const Name extends string, In>(name: Name, kind: Kind<In, unknown>): Part<{ readonly [N in Name]: In }> {
  return { write: (writer) => writer.bind(name, kind) }
}

/** What differs between engines, and nothing else does. */
export function differing(pieces: PerDialect<string>): Part {
  return { write: (writer) => writer.text(pieces[writer.place.dialect]) }
}

/** `'idle', 'running'`: words that this package itself has chosen. Anything else throws, since it would have to be a parameter. */
export function words(...each: readonly string[]): Part {
  const refused = each.find((word) => !/^\w+$/.test(word))
  if (refused !== undefined) throw new RangeError(`${JSON.stringify(refused)} is not one word.`)
  return { write: (writer) => writer.text(each.map((word) => `'${word}'`).join(', ')) }
}

function named<Of extends Columns>({ columns }: Table<Of>, names: readonly string[]): readonly string[] {
  return names.length === 0 ? Object.keys(columns) : names
}
