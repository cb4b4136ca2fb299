// Owns: taking over a schema that somebody else made: compared with what a line would have made, then recorded without running.
// Must not know: SQL text, who made it.

import type { Difference } from '../model/difference.ts'
import type { Dialect } from '../model/dialect.ts'
import type { Driver, Session } from '../model/driver.ts'
import { MigrateError } from '../model/error.ts'
import type { Line } from '../model/migration.ts'
import { compareId } from '../pure/compare-id.ts'
import { differenceKey, differences } from '../pure/differences.ts'
import { nearest } from '../pure/nearest.ts'
import type { Call } from './call.ts'
import { isRelation, namesIn, tablesIn, type Visit, visit } from './catalogue.ts'
import { blocked } from './migration-result.ts'
import { Migrator } from './migrator.ts'
import { type MigratorOptions, settingsOf } from './migrator-options.ts'
import { type Made, madeIn } from './scratch.ts'

export interface AdoptOptions extends Omit<MigratorOptions, 'line' | 'requires'> {
  /** The last migration whose work is there; `latest` for all of them. */
  readonly to: string
  /**
   * An empty database of the same engine, in which the line is made and taken down again: `:memory:` for SQLite. It is refused
   * untouched where it is not empty, and not closed.
   */
  readonly scratch: Driver
  /** Differences that are known and allowed, each as `differenceKey` writes it: `sessions.main_agent_id foreign key: absent`. */
  readonly accept?: readonly string[]
}

export type Adoption =
  | {
      readonly outcome: 'adopted'
      readonly line: string
      readonly to: string
      /** Recorded as applied, in order. */
      readonly ids: readonly string[]
      /** Those that `accept` named. */
      readonly accepted: readonly Difference[]
      /** What could not be taken away from the scratch database again, by name. */
      readonly left: readonly string[]
    }
  /** The line is recorded there as far as that. Nothing was compared. */
  | { readonly outcome: 'up-to-date'; readonly line: string; readonly to: string }
  /** Nothing was written. */
  | {
      readonly outcome: 'differs'
      readonly line: string
      readonly to: string
      readonly differences: readonly [Difference, ...Difference[]]
      readonly left: readonly string[]
    }

/**
 * Records the migrations of `line` up to `to` as applied, without running them, where the database has what they would have made and
 * nothing yet of what comes behind them. What that is, is found out by running them in `scratch`. Nobody should change the schema
 * meanwhile: it is looked at once.
 *
 * Rejects with `INVALID` where `to` or `scratch` cannot be used, with `BLOCKED` where the history speaks against it, and with
 * what the database says where it cannot be used.
 */
export async function adopt(driver: Driver, line: Line, options: AdoptOptions, call: Call = {}): Promise<Adoption> {
  const { to: wanted, scratch, accept = [], ...given } = options
  const { observer: _, ...quiet } = given
  const { table } = settingsOf(given)
  const to = lastOf(line, wanted)
  const migrator = new Migrator(driver, { ...given, line: line.name, requires: line.requires ?? [] })
  migrator.addMigrations(line.migrations)
  const { migrations } = await migrator.status(call)
  if (migrations.every(({ id, state }) => compareId(id, to) > 0 || state === 'applied'))
    return { outcome: 'up-to-date', line: line.name, to }

  const looking: Visit = { driver, purpose: 'read', during: 'looking at the schema', options: given, call }
  await refuseUnlessAlike(looking, scratch)
  const { left, ...made } = await madeIn({ driver: scratch, line, to, options: { ...quiet, table }, call })
  const found = await visit(looking, (session) => compared(session, made))
  const accepted = found.filter((difference) => accept.includes(differenceKey(difference)))
  const [first, ...others] = found.filter((difference) => !accepted.includes(difference))
  if (first !== undefined) return { outcome: 'differs', line: line.name, to, differences: [first, ...others], left }

  const report = await migrator.baseline({ to }, call)
  switch (report.outcome) {
    case 'migrated':
      return { outcome: 'adopted', line: line.name, to, ids: report.steps.map(({ id }) => id), accepted, left }
    case 'up-to-date':
    case 'rehearsed':
      return { outcome: 'up-to-date', line: line.name, to }
    case 'blocked':
      throw blocked(report.problems)
    case 'failed':
      throw report.error
    default:
      return report satisfies never
  }
}

async function compared(session: Session, { tables, later }: Omit<Made, 'left'>): Promise<readonly Difference[]> {
  const there = (await namesIn(session)).filter(isRelation)
  const found = await tablesIn(
    session,
    tables.map(({ name }) => name),
  )
  return [
    ...differences(tables, found, session.dialect.catalogue.sameType),
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

function lastOf({ name, migrations }: Line, to: string): string {
  const ids = migrations.map(({ id }) => id).toSorted(compareId)
  const found = to === 'latest' ? ids.at(-1) : ids.find((id) => id === to)
  if (found !== undefined) return found
  const meant = nearest(to, ids)
  throw new MigrateError('INVALID', `Line '${name}' has no migration '${to}'.${meant === undefined ? '' : ` Did you mean '${meant}'?`}`, {
    subject: 'to',
    id: to,
  })
}

/** Types and rules of one engine are not written as another's; SQLite's are, whoever built it. */
async function refuseUnlessAlike(looking: Visit, scratch: Driver): Promise<void> {
  const dialectOf = ({ dialect: { family, flavor } }: { readonly dialect: Dialect }): string =>
    family === 'sqlite' ? family : (flavor ?? family)
  const own = await visit(looking, (session) => Promise.resolve(dialectOf(session)))
  const its =
    looking.driver.dialect.family === scratch.dialect.family
      ? await visit({ ...looking, driver: scratch, during: 'looking at the scratch database' }, (session) =>
          Promise.resolve(dialectOf(session)),
        )
      : scratch.dialect.family
  if (own === its && looking.driver !== scratch) return
  const why = own === its ? 'is the database itself' : `is ${its} and the database is ${own}`
  throw new MigrateError('INVALID', `The scratch database ${why}: it has to be an empty one of the same engine. Nothing was touched.`, {
    subject: 'scratch',
    id: undefined,
  })
}
