// Owns: taking over a schema that somebody else made: compared with what a line would have made, then recorded without running.
// Must not know: SQL text, who made it.

import type { Difference } from '../../model/difference.ts'
import type { Driver } from '../../model/driver.ts'
import { MigrateError } from '../../model/error.ts'
import type { Line } from '../../model/migration.ts'
import { compareId } from '../../pure/line/compare-id.ts'
import { nearest } from '../../pure/line/nearest.ts'
import type { Call } from '../context/call.ts'
import { compare } from './compare.ts'
import { blocked } from '../migration-result.ts'
import { Migrator } from '../migrator.ts'
import type { MigratorOptions } from '../context/migrator-options.ts'

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
  const to = lastOf(line, wanted)
  const migrator = new Migrator(driver, { ...given, line: line.name, requires: line.requires ?? [] })
  migrator.addMigrations(line.migrations)
  if (await isRecorded(migrator, to, call)) return { outcome: 'up-to-date', line: line.name, to }

  const { accepted, differences, left } = await compare(driver, { line, to, accept, names: 'said' }, { ...given, scratch }, call)
  const [first, ...others] = differences
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

/** Whether the history of the migrator's line says that all up to `to` is applied. */
export async function isRecorded(migrator: Migrator, to: string, call: Call): Promise<boolean> {
  const { migrations } = await migrator.status(call)
  return migrations.every(({ id, state }) => compareId(id, to) > 0 || state === 'applied')
}
