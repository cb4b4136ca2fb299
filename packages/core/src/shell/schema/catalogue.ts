// Owns: reading what a database is made of.
// Must not know: SQL text, what is compared.

import type { Table } from '../../model/catalogue.ts'
import type { Driver, Purpose, Session } from '../../model/driver.ts'
import { tablesFrom } from '../../pure/schema/catalogue-from.ts'
import type { Call } from '../context/call.ts'
import { asMigrateError, withConnection } from '../context/connection.ts'
import { contextFor } from '../context/context.ts'
import { type MigratorOptions, settingsOf } from '../context/migrator-options.ts'
import { inTurn } from '../context/turn.ts'

export interface Name {
  readonly name: string
  /** `table`, `relation`, or another word. */
  readonly kind: string
}

/** Whether a table of that name could not be made beside it. */
export function isRelation({ kind }: Name): boolean {
  return kind === 'table' || kind === 'relation'
}

/** Everything that has a name, in the order of the names. */
export async function namesIn(session: Session): Promise<readonly Name[]> {
  const { rows } = await session.run(session.dialect.catalogue.names)
  // Each engine has an order of its own.
  return rows.map(({ name, kind }) => ({ name: String(name), kind: String(kind) })).toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** Those of `names` that are tables. */
export async function tablesIn(session: Session, names: readonly string[]): Promise<readonly Table[]> {
  if (names.length === 0) return []
  const { columns, indexes, references } = session.dialect.catalogue
  return tablesFrom({
    columns: (await session.run(columns(names))).rows,
    indexes: (await session.run(indexes(names))).rows,
    references: (await session.run(references(names))).rows,
  })
}

export interface Visit {
  readonly driver: Driver
  readonly purpose: Purpose
  readonly during: string
  readonly options: Pick<MigratorOptions, 'waitMs'>
  readonly call: Call
}

/** A session for as long as `work` takes; `work` may be run again, where somebody else had the database. */
export async function visit<Result>(
  { driver, purpose, during, options, call }: Visit,
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const context = contextFor(driver, settingsOf(options, driver.dialect), call, {})
  try {
    return await withConnection(context, (connection) => inTurn(context, async () => work(await connection.session(purpose))))
  } catch (error) {
    throw asMigrateError(error, during)
  }
}
