// Owns: taking over the database of somebody else's software by what its own history says.
// Must not know: which software there is, how schemas are compared.

import type { Driver, Row } from '../model/driver.ts'
import { MigrateError } from '../model/error.ts'
import type { Original } from '../model/original.ts'
import { tables } from '../pure/tables.ts'
import { adopt, type AdoptOptions, type Adoption } from './adopt.ts'
import type { Call } from './call.ts'
import { visit } from './catalogue.ts'
import { settingsOf } from './migrator-options.ts'

export interface TakeOverOptions extends Omit<AdoptOptions, 'to'> {
  /** Name of the history's table: not the one in which the original keeps its own. Every `Migrator` of this database needs it. */
  readonly table: string
}

export type TakeOver =
  | Adoption
  /** The original has no history there: no such table. Nothing was written. */
  | { readonly outcome: 'not-there'; readonly original: string; readonly table: string }
  /** A table of its name is there and nobody can tell from it what the database has. Nothing was written. */
  | { readonly outcome: 'unclear'; readonly original: string; readonly table: string; readonly why: string }

/**
 * Reads how far `original` says that it is, and lets its line take over from there: see `adopt`. Its own history is only read, and
 * stays as it is. Rejects as `adopt` does, and with `INVALID` where `table` is the original's.
 */
export async function takeOver(driver: Driver, original: Original, options: TakeOverOptions, call: Call = {}): Promise<TakeOver> {
  const { name, line, tracking, accept } = original
  refuseItsTable(original, settingsOf({ table: options.table }).table)
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
  return adopt(driver, line, { ...options, to: claimed.to, accept: [...accept, ...(options.accept ?? [])] }, call)
}

function refuseItsTable({ name, tracking }: Original, table: string): void {
  const { history, lease, step } = tables(table)
  const taken = [history, lease, step].find((each) => each.toLowerCase() === tracking.table.toLowerCase())
  if (taken === undefined) return
  throw new MigrateError(
    'INVALID',
    `${name} keeps its own history in '${taken}', which stays as it is. Give the option 'table' another name, such as 'godwit_migrations', here and for every Migrator of this database.`,
    { subject: 'table', id: table },
  )
}
