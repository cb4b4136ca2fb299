// Owns: tables as values, from the rows that a catalogue gave.
// Must not know: SQL, what is compared.

import type { Column, Key, Reference, Table } from '../../model/catalogue.ts'
import type { Row } from '../../model/driver.ts'
import { groupedBy } from '../line/grouped-by.ts'

export interface CatalogueRows {
  readonly columns: readonly Row[]
  readonly indexes: readonly Row[]
  readonly references: readonly Row[]
}

/** In the order of the tables' names, each with its columns in the order of `columns`. */
export function tablesFrom({ columns, indexes, references }: CatalogueRows): readonly Table[] {
  const keys = grouped(indexes, 'idx')
  const foreign = grouped(references, 'id')
  const primaryOf = (table: string): readonly string[] => keys.find((key) => key.table === table && key.kind === 'primary')?.columns ?? []
  const byName = [...groupedBy(columns, (row) => text(row, 'tab'))].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return byName.map(([name, rows]) => {
    const ofKind = (kind: string): readonly Key[] =>
      keys
        .filter((key) => key.table === name && key.kind === kind)
        .map(({ columns: of, first }) => ({
          name: flag(first, 'named') ? text(first, 'idx') : undefined,
          columns: of,
          part: flag(first, 'part'),
        }))
    return {
      name,
      columns: rows.map(column),
      primary: primaryOf(name),
      unique: ofKind('unique'),
      indexes: ofKind('index'),
      references: foreign.filter(({ table }) => table === name).map((group) => reference(group, primaryOf)),
    }
  })
}

interface Group {
  readonly table: string
  readonly kind: string
  readonly columns: readonly string[]
  readonly first: Row
  readonly rows: readonly Row[]
}

function grouped(rows: readonly Row[], by: string): readonly Group[] {
  const groups = groupedBy(rows, (row) => `${text(row, 'tab')}\0${text(row, by)}`)
  return [...groups.values()].flatMap((unordered) => {
    const ordered = unordered.toSorted((a, b) => Number(a['nth']) - Number(b['nth']))
    const [first] = ordered
    if (first === undefined) return []
    return [{ table: text(first, 'tab'), kind: text(first, 'kind'), columns: ordered.map((row) => text(row, 'col')), first, rows: ordered }]
  })
}

function column(row: Row): Column {
  return { name: text(row, 'col'), type: text(row, 'declared'), nullable: flag(row, 'nullable') }
}

function reference({ columns, first, rows }: Group, primaryOf: (table: string) => readonly string[]): Reference {
  const table = text(first, 'to_tab')
  const to = rows.every((row) => row['to_col'] === null) ? primaryOf(table) : rows.map((row) => text(row, 'to_col'))
  return { columns, table, to, onDelete: text(first, 'on_delete'), onUpdate: text(first, 'on_update') }
}

function text(row: Row, name: string): string {
  const value = row[name]
  return value === null || value === undefined ? '' : String(value)
}

function flag(row: Row, name: string): boolean {
  return Number(row[name]) === 1
}
