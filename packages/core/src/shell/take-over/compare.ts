// Owns: what a line would have made, compared with what a database has.
// Must not know: what is done with the answer.

import type { Difference } from '../../model/difference.ts'
import type { Driver, Session } from '../../model/driver.ts'
import type { Line } from '../../model/migration.ts'
import { differenceKey, differences, type IndexNames } from '../../pure/schema/differences.ts'
import type { Call } from '../context/call.ts'
import { isRelation, namesIn, tablesIn, type Visit, visit } from '../schema/catalogue.ts'
import { type MigratorOptions, settingsOf } from '../context/migrator-options.ts'
import { type Made, madeIn } from './scratch.ts'
import { refuseUnlessAlike } from '../schema/scratch-database.ts'

/** What the schema should be: that of `line` up to `to`, but for the differences that `accept` names. */
export interface Shape {
  readonly line: Line
  readonly to: string
  readonly accept: readonly string[]
  /** Of indexes: `said` by queries and later migrations, or `free` where the tables will be made anew. */
  readonly names: IndexNames
}

export interface Comparison {
  /** Those that `accept` named. */
  readonly accepted: readonly Difference[]
  readonly differences: readonly Difference[]
  /** What could not be taken away from the scratch database again, by name. */
  readonly left: readonly string[]
}

export interface CompareOptions extends Omit<MigratorOptions, 'line' | 'requires'> {
  readonly scratch: Driver
}

/** Writes nothing outside of `scratch`. Rejects with `INVALID` where that cannot be used. */
export async function compare(
  driver: Driver,
  { line, to, accept, names }: Shape,
  { scratch, ...given }: CompareOptions,
  call: Call,
): Promise<Comparison> {
  const { observer: _, schema: __, ...quiet } = given
  const { table } = settingsOf(given, driver.dialect)
  const looking: Visit = { driver, purpose: 'read', during: 'looking at the schema', options: given, call }
  await refuseUnlessAlike(looking, scratch)
  const { left, ...made } = await madeIn({ driver: scratch, line, to, options: { ...quiet, table }, call })
  const found = await visit(looking, (session) => compared(session, made, names))
  const accepted = found.filter((difference) => accept.includes(differenceKey(difference)))
  return { accepted, differences: found.filter((difference) => !accepted.includes(difference)), left }
}

async function compared(session: Session, { tables, later }: Omit<Made, 'left'>, names: IndexNames): Promise<readonly Difference[]> {
  const there = (await namesIn(session)).filter(isRelation)
  const found = await tablesIn(
    session,
    tables.map(({ name }) => name),
  )
  return [
    ...differences(tables, found, session.dialect.catalogue.sameType, names),
    ...there
      .filter(({ name }) => later.includes(name))
      .map(({ name, kind }): Difference => ({
        what: 'later table',
        table: name,
        columns: [],
        expected: undefined,
        found: kind === 'table' ? 'a table' : 'a view or a sequence',
      })),
  ]
}
