// Owns: an original's schema turned into that of a line by an ordinary line, after it was compared with what the original is known to have.
// Must not know: which original it is, what is recorded afterwards.

import type { Difference } from '../../model/difference.ts'
import type { Driver, Row } from '../../model/driver.ts'
import type { Line } from '../../model/migration.ts'
import type { Conversion, Unfit } from '../../model/original.ts'
import { LATEST } from '../../model/target.ts'
import { compareId } from '../../pure/line/compare-id.ts'
import type { Call } from '../context/call.ts'
import { visit } from '../schema/catalogue.ts'
import { compare, type Comparison, type CompareOptions } from './compare.ts'
import { blocked } from '../migration-result.ts'
import { Migrator } from '../migrator.ts'

export type Converted =
  | { readonly outcome: 'converted'; readonly accepted: readonly Difference[]; readonly left: readonly string[] }
  /** Nothing was written. */
  | { readonly outcome: 'differs'; readonly differences: readonly [Difference, ...Difference[]]; readonly left: readonly string[] }
  /** Nothing was written. */
  | { readonly outcome: 'unfit'; readonly rows: readonly [Unfit, ...Unfit[]] }

export interface ConvertOptions extends CompareOptions {
  readonly accept?: readonly string[]
}

/** What is known of the schema before the conversion begins. */
type Looked = Exclude<Converted, { readonly outcome: 'converted' }> | { readonly outcome: 'fits'; readonly comparison: Comparison }

const BEGUN: Comparison = { accepted: [], differences: [], left: [] }

/**
 * One that was begun is gone on with: nothing is compared then, since the schema is neither the one nor the other. Rejects with
 * `BLOCKED` and `MIGRATION_FAILED` as `Migrator.up` reports them.
 */
export async function convert(driver: Driver, conversion: Conversion, options: ConvertOptions, call: Call): Promise<Converted> {
  const { line } = conversion
  const { scratch: _, accept: __, ...given } = options
  const migrator = new Migrator(driver, { ...given, line: line.name, requires: line.requires ?? [] })
  migrator.addMigrations(line.migrations)
  let { accepted, left } = BEGUN
  if (await isPending(migrator, call)) {
    const looked = await look(driver, conversion, options, call)
    // What differs may be the work of a rival who has begun since.
    if (looked.outcome === 'fits') ({ accepted, left } = looked.comparison)
    else if (await isPending(migrator, call)) return looked
  }
  const report = await migrator.up(LATEST, call)
  switch (report.outcome) {
    case 'migrated':
    case 'up-to-date':
    case 'rehearsed':
      return { outcome: 'converted', accepted, left }
    case 'blocked':
      throw blocked(report.problems)
    case 'failed':
      throw report.error
    default:
      return report satisfies never
  }
}

async function isPending(migrator: Migrator, call: Call): Promise<boolean> {
  const { migrations } = await migrator.status(call)
  return migrations.every(({ state }) => state === 'pending')
}

/** With the first form that it has, or the closest one. Writes nothing. */
async function look(driver: Driver, { forms, unfit }: Conversion, options: ConvertOptions, call: Call): Promise<Looked> {
  const { accept = [], ...comparing } = options
  let closest: Comparison | undefined
  const left = new Set<string>()
  for (const form of forms) {
    const shape = { line: form.line, to: lastIdOf(form.line), accept: [...form.accept, ...accept], names: 'free' } as const
    const comparison = await compare(driver, shape, comparing, call)
    for (const name of comparison.left) left.add(name)
    if (closest === undefined || comparison.differences.length < closest.differences.length) closest = comparison
    if (closest.differences.length === 0) break
  }
  const { accepted, differences } = closest ?? BEGUN
  const [first, ...others] = differences
  if (first !== undefined) return { outcome: 'differs', differences: [first, ...others], left: [...left] }
  const visited = { driver, purpose: 'read', during: 'looking at the rows', options, call } as const
  const [row, ...more] = await visit(visited, async (session) => (await session.run(unfit)).rows.map(unfitFrom))
  if (row !== undefined) return { outcome: 'unfit', rows: [row, ...more] }
  return { outcome: 'fits', comparison: { accepted, differences, left: [...left] } }
}

function lastIdOf({ migrations }: Line): string {
  return (
    migrations
      .map(({ id }) => id)
      .toSorted(compareId)
      .at(-1) ?? ''
  )
}

function unfitFrom({ tab, id, why }: Row): Unfit {
  return { table: String(tab), row: String(id), why: String(why) }
}
