// Owns: in what two schemas differ, as far as a migration or a query could come to grief over it.
// Must not know: how they were read, words for people.

import type { CatalogueSql, Key, Reference, Table } from '../../model/catalogue.ts'
import type { Difference } from '../../model/difference.ts'
import { groupedBy } from '../line/grouped-by.ts'

export type IndexNames = 'said' | 'free'

/**
 * By tables, columns and keys, both ways; an index that is there and not expected is in nobody's way. Where its name is said, by queries
 * or by later migrations, an index has to have it. Names of constraints, defaults, checks and the order of columns are not looked at.
 */
export function differences(
  expected: readonly Table[],
  found: readonly Table[],
  sameType: CatalogueSql['sameType'],
  names: IndexNames,
): readonly Difference[] {
  return expected.flatMap((table): readonly Difference[] => {
    const other = found.find(({ name }) => name === table.name)
    if (other === undefined) return [{ what: 'table', table: table.name, columns: [], expected: 'a table', found: undefined }]
    return [
      ...ofColumns(table, other, sameType),
      ...ofPrimary(table, other),
      ...ofKeys('unique key', table.name, signed(table.unique, keySigned), signed(other.unique, keySigned)),
      ...ofKeys('foreign key', table.name, signed(table.references, referenceSigned), signed(other.references, referenceSigned)),
      // A unique key over the same columns serves as well; that one is a difference of its own.
      ...ofKeys('index', table.name, signed(table.indexes, keySigned), signed([...other.indexes, ...other.unique], keySigned)).filter(
        (difference) => difference.found === undefined,
      ),
      ...(names === 'free' ? [] : ofNames(table, other)),
    ]
  })
}

/** As `AdoptOptions.accept` has it: what it is about, and what is there. */
export function differenceKey({ what, table, columns, found }: Difference): string {
  return `${[table, columns.join(', ')].filter((part) => part !== '').join('.')} ${what}: ${found ?? 'absent'}`
}

function ofColumns(table: Table, other: Table, sameType: CatalogueSql['sameType']): readonly Difference[] {
  const missingOrOther = table.columns.flatMap(({ name, type, nullable }): readonly Difference[] => {
    const of = { table: table.name, columns: [name] }
    const its = other.columns.find((column) => column.name === name)
    if (its === undefined) return [{ what: 'column', ...of, expected: typed(type), found: undefined }]
    const wrong: Difference[] = []
    if (sameType(its.type) !== sameType(type)) wrong.push({ what: 'type', ...of, expected: typed(type), found: typed(its.type) })
    if (its.nullable !== nullable) wrong.push({ what: 'nullability', ...of, expected: nulls(nullable), found: nulls(its.nullable) })
    return wrong
  })
  const extra = other.columns
    .filter(({ name }) => !table.columns.some((column) => column.name === name))
    .map(({ name, type }): Difference => ({ what: 'column', table: table.name, columns: [name], expected: undefined, found: typed(type) }))
  return [...missingOrOther, ...extra]
}

function ofPrimary({ name, primary }: Table, { primary: its }: Table): readonly Difference[] {
  if (primary.join('\0') === its.join('\0')) return []
  return [{ what: 'primary key', table: name, columns: [], expected: listed(primary), found: listed(its) }]
}

/** What is over the same columns, together: its description, or several. */
type Signed = ReadonlyMap<string, { readonly columns: readonly string[]; readonly words: string }>

function ofKeys(what: 'unique key' | 'foreign key' | 'index', table: string, expected: Signed, found: Signed): readonly Difference[] {
  return [...new Set([...expected.keys(), ...found.keys()])].flatMap((key): readonly Difference[] => {
    const wanted = expected.get(key)
    const its = found.get(key)
    if (wanted?.words === its?.words) return []
    return [{ what, table, columns: (wanted ?? its)?.columns ?? [], expected: wanted?.words, found: its?.words }]
  })
}

/** Where one is there over the same columns; that none is, is another difference. */
function ofNames({ name: table, unique, indexes }: Table, other: Table): readonly Difference[] {
  const all = [...other.indexes, ...other.unique]
  const of = (what: 'unique key' | 'index', expected: readonly Key[], found: readonly Key[]): readonly Difference[] =>
    expected.flatMap(({ name, columns }): readonly Difference[] => {
      const its = found.filter((key) => key.columns.join('\0') === columns.join('\0')).map((key) => key.name)
      if (name === undefined || its.length === 0 || its.includes(name)) return []
      const named = its.map((own) => (own === undefined ? "a constraint's" : `named ${own}`)).toSorted()
      return [{ what, table, columns, expected: `named ${name}`, found: named.join('; ') }]
    })
  return [...of('unique key', unique, other.unique), ...of('index', indexes, all)]
}

function signed<Of extends { readonly columns: readonly string[] }>(all: readonly Of[], words: (one: Of) => string): Signed {
  return new Map(
    [...groupedBy(all, ({ columns }) => columns.join('\0'))].map(([key, those]) => [
      key,
      { columns: those[0].columns, words: [...new Set(those.map(words))].toSorted().join('; ') },
    ]),
  )
}

function keySigned({ part }: Key): string {
  return part ? 'over some rows' : 'over all rows'
}

function referenceSigned({ table, to, onDelete, onUpdate }: Reference): string {
  const rule = (on: string, action: string): string => (action === 'NO ACTION' ? '' : ` on ${on} ${action.toLowerCase()}`)
  return `${table} (${to.join(', ')})${rule('delete', onDelete)}${rule('update', onUpdate)}`
}

function listed(columns: readonly string[]): string | undefined {
  return columns.length === 0 ? undefined : columns.join(', ')
}

function typed(type: string): string {
  return type === '' ? 'no type' : type
}

function nulls(nullable: boolean): string {
  return nullable ? 'NULL' : 'NOT NULL'
}
