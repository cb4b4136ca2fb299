// Owns: taking over the database of somebody else's software by what its own history says.
// Must not know: which software there is, how schemas are compared and converted.

import type { Driver, Row } from '../../model/driver.ts'
import { MigrateError } from '../../model/error.ts'
import type { Original, Unfit } from '../../model/original.ts'
import { tables } from '../../pure/journal/tables.ts'
import { adopt, type AdoptOptions, type Adoption, isRecorded } from './adopt.ts'
import type { Call } from '../context/call.ts'
import { visit } from '../schema/catalogue.ts'
import { convert } from './convert.ts'
import { Migrator } from '../migrator.ts'

export interface TakeOverOptions extends Omit<AdoptOptions, 'to'> {
  /** Name of the history's table: not the one in which the original keeps its own. Every `Migrator` of this database needs it. */
  readonly table: string
}

export type TakeOver =
  | Adoption
  /** Its tables were turned into those of the line by the line `by`, with their rows, and are recorded as its work. */
  | (Omit<Extract<Adoption, { readonly outcome: 'adopted' }>, 'outcome'> & { readonly outcome: 'converted'; readonly by: string })
  /** The schema is what it should be, and these rows have no place in the tables of the line. Nothing was written. */
  | { readonly outcome: 'unfit'; readonly original: string; readonly rows: readonly [Unfit, ...Unfit[]] }
  /** The original has no history there: no such table. Nothing was written. */
  | { readonly outcome: 'not-there'; readonly original: string; readonly table: string }
  /** A table of its name is there and nobody can tell from it what the database has. Nothing was written. */
  | { readonly outcome: 'unclear'; readonly original: string; readonly table: string; readonly why: string }

/**
 * Reads how far `original` says that it is, and lets its line take over from there: see `adopt`. Its own history is only read, and
 * stays as it is. Where its tables are not those of the line on this engine, and there is a conversion, they are compared with what the
 * original is known to have, and converted. Called again after a crash, it goes on. Rejects as `adopt` and `Migrator.up` do, and with
 * `INVALID` where `table` is the original's.
 */
export async function takeOver(driver: Driver, original: Original, options: TakeOverOptions, call: Call = {}): Promise<TakeOver> {
  const { name, line, tracking, accept } = original
  refuseItsTable(original, options)
  const rows = await visit({ driver, purpose: 'read', during: `reading the history of ${name}`, options, call }, async (session) => {
    const { dialect } = session
    const columns = (await session.run(dialect.columns(tracking.table))).rows.map((row) => String(row['name']).toLowerCase())
    if (columns.length === 0) return 'no table'
    const missing = tracking.columns.filter((column) => !columns.includes(column))
    if (missing.length > 0) return `it is another's: its columns are ${columns.join(', ')}, without ${missing.join(', ')}`
    const asked = tracking.columns.map((column) => dialect.identifier(column)).join(', ')
    return (await session.run(`SELECT ${asked} FROM ${dialect.identifier(tracking.table)}`)).rows
  })
  if (rows === 'no table') return { outcome: 'not-there', original: name, table: tracking.table }
  const claimed = typeof rows === 'string' ? ({ known: false, why: rows } as const) : original.claimed(rows satisfies readonly Row[])
  if (!claimed.known) return { outcome: 'unclear', original: name, table: tracking.table, why: claimed.why }
  const { to } = claimed
  const taking = { ...options, to, accept: [...accept, ...(options.accept ?? [])] }
  const conversion = original.conversions.find((each) => each.dialect === driver.dialect.family && each.to === to)
  if (conversion === undefined) return adopt(driver, line, taking, call)
  const { scratch: _, accept: __, ...given } = options
  const migrator = new Migrator(driver, { ...given, line: line.name, requires: line.requires ?? [] })
  migrator.addMigrations(line.migrations)
  if (await isRecorded(migrator, to, call)) return { outcome: 'up-to-date', line: line.name, to }
  const converted = await convert(driver, conversion, options, call)
  switch (converted.outcome) {
    case 'differs':
      return { ...converted, line: line.name, to }
    case 'unfit':
      return { ...converted, original: name }
    case 'converted': {
      const adoption = await adopt(driver, line, taking, call)
      if (adoption.outcome !== 'adopted') return adoption
      const left = [...new Set([...converted.left, ...adoption.left])]
      return { ...adoption, outcome: 'converted', by: conversion.line.name, accepted: converted.accepted, left }
    }
    default:
      return converted satisfies never
  }
}

function refuseItsTable({ name, tracking }: Original, { table, schema }: TakeOverOptions): void {
  // In a schema of its own nothing of the original's can be in the way.
  if (schema !== undefined) return
  const { history, lease, step } = tables({ table })
  const taken = [history, lease, step].find((each) => each.toLowerCase() === tracking.table.toLowerCase())
  if (taken === undefined) return
  throw new MigrateError(
    'INVALID',
    `${name} keeps its own history in '${taken}', which stays as it is. Give the option 'table' another name, such as 'godwit_migrations', here and for every Migrator of this database.`,
    { subject: 'table', id: table },
  )
}
