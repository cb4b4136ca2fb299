// Owns: a statement with typed parameters and rows, as text for every engine.
// Must not know: tables, connections.

import type { Row, SqlValue } from '@godwit/core'
import type { Part, Writer } from './part.ts'
import type { Place } from './place.ts'

/** Ready for `Executor.run`, or for a client of one's own. */
export interface Statement<Out> {
  readonly text: string
  readonly params: readonly SqlValue[]
  /** The rows of its answer, each value as it is on every engine. */
  read(rows: readonly Row[]): readonly Out[]
}

export interface Query<Params, Out> extends Part<Params, Out> {
  /** The text, for a client of one's own: parameters are bound in the order of `order`. */
  text(place: Place): string
  /** The names of the parameters as they are bound; one that stands in two places is there twice. */
  order(place: Place): readonly string[]
  /** Throws `TypeError` on a parameter that is missing or of another type. */
  bind(place: Place, params: Params): Statement<Out>
}

type ParamsOf<Parts extends readonly unknown[]> = Parts extends readonly [Part<infer First>, ...infer Rest]
  ? First & ParamsOf<Rest>
  : unknown
type RowOf<Parts extends readonly unknown[]> = Parts extends readonly [Part<never, infer First>, ...infer Rest]
  ? First & RowOf<Rest>
  : unknown

interface Rendered {
  readonly text: string
  readonly bound: readonly { readonly name: string; encode(value: unknown): SqlValue }[]
  readonly columns: readonly { readonly name: string; decode(value: unknown): unknown }[]
}

/** A tagged template. Only parts can stand in it, so that no value becomes SQL. */
export function sql<const Parts extends readonly Part<never>[]>(
  pieces: TemplateStringsArray,
  ...parts: Parts
): Query<ParamsOf<Parts>, RowOf<Parts>> {
  const kept = new Map<string, Rendered>()
  const write = (writer: Writer): void => {
    for (const [index, piece] of pieces.entries()) {
      writer.text(piece)
      parts[index]?.write(writer)
    }
  }
  const rendered = (place: Place): Rendered => {
    const key = `${place.dialect} ${place.schema ?? ''} ${place.prefix ?? ''}`
    const found = kept.get(key) ?? render(place, write)
    kept.set(key, found)
    return found
  }
  return {
    write,
    text: (place) => rendered(place).text,
    order: (place) => rendered(place).bound.map(({ name }) => name),
    bind(place, params) {
      const { text, bound, columns } = rendered(place)
      const given = params as Readonly<Record<string, unknown>>
      return {
        text,
        params: bound.map(({ name, encode }) => encode(given[name])),
        read: (rows) => rows.map((row) => Object.fromEntries(columns.map(({ name, decode }) => [name, decode(row[name])])) as RowOf<Parts>),
      }
    },
  }
}

function render(place: Place, write: (writer: Writer) => void): Rendered {
  let written = ''
  const bound: Rendered['bound'][number][] = []
  const columns: Rendered['columns'][number][] = []
  write({
    place,
    text: (piece) => void (written += piece),
    bind(name, kind) {
      bound.push({ name, encode: (value) => kind.encode(value as never, name) })
      written += kind.into(place.dialect === 'postgres' ? `$${bound.length}` : '?', place.dialect)
    },
    select(name, column, kind) {
      const out = kind.from(column, place.dialect)
      // A column that is selected as it is needs no other name.
      written += out === name || out.endsWith(`.${name}`) ? out : `${out} AS ${name}`
      columns.push({ name, decode: kind.decode })
    },
  })
  return { text: written, bound, columns }
}

/** The texts of a set of queries, under their names. */
export type Texts<Set> = { readonly [Name in keyof Set]: string }

export function texts<Set extends { readonly [Name in keyof Set]: Query<never, unknown> }>(set: Set, place: Place): Texts<Set> {
  return Object.fromEntries(Object.entries<Query<never, unknown>>(set).map(([name, query]) => [name, query.text(place)])) as Texts<Set>
}
