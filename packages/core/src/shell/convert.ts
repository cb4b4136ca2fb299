// Owns: an original's schema turned into that of a line by an ordinary line, after it was compared with what the original is known to have.
// Must not know: which original it is, what is recorded afterwards.

import type { Difference } from '../model/difference.ts'
import type { Driver, Row } from '../model/driver.ts'
import type { Line } from '../model/migration.ts'
import type { Conversion, Unfit } from '../model/original.ts'
import { LATEST } from '../model/target.ts'
import { compareId } from '../pure/compare-id.ts'
import type { Call } from './call.ts'
import { visit } from './catalogue.ts'
import { compare, type Comparison, type CompareOptions } from './compare.ts'
import { blocked } from './migration-result.ts'
import { Migrator } from './migrator.ts'

export type Converted =
  | { readonly outcome: 'converted'; readonly accepted: readonly Difference[]; readonly left: readonly string[] }
  /** Nothing was written. */
  | { readonly outcome: 'differs'; readonly differences: readonly [Difference, ...Difference[]]; readonly left: readonly string[] }
  /** Nothing was written. */
  | { readonly outcome: 'unfit'; readonly rows: readonly [Unfit, ...Unfit[]] }

export interface ConvertOptions extends CompareOptions {
  readonly accept?: readonly string[]
}

/**
 * One that was begun is gone on with: nothing is compared then, since the schema is neither the one nor the other. Rejects with
 * `BLOCKED` and `MIGRATION_FAILED` as `Migrator.up` reports them.
 */
export async function convert(driver: Driver, conversion: Conversion, options: ConvertOptions, call: Call): Promise<Converted> {
  const { accept = [], ...comparing } = options
  const { scratch: _, ...given } = comparing
  const { line, forms, unfit } = conversion
  const migrator = new Migrator(driver, { ...given, line: line.name, requires: line.requires ?? [] })
  migrator.addMigrations(line.migrations)
  const { migrations } = await migrator.status(call)
  let accepted: Comparison['accepted'] = []
  const left = new Set<string>()
  if (migrations.every(({ state }) => state === 'pending')) {
    const comparisons: Comparison[] = []
    for (const form of forms) {
      const shape = { line: form.line, to: lastIdOf(form.line), accept: [...form.accept, ...accept] }
      const comparison = await compare(driver, shape, comparing, call)
      comparisons.push(comparison)
      for (const name of comparison.left) left.add(name)
      if (comparison.differences.length === 0) break
    }
    const [closest] = comparisons.toSorted((a, b) => a.differences.length - b.differences.length)
    const [first, ...others] = closest?.differences ?? []
    if (first !== undefined) return { outcome: 'differs', differences: [first, ...others], left: [...left] }
    accepted = closest?.accepted ?? []

    const rows = await visit({ driver, purpose: 'read', during: 'looking at the rows', options: given, call }, async (session) =>
      (await session.run(unfit)).rows.map(unfitFrom),
    )
    const [row, ...more] = rows
    if (row !== undefined) return { outcome: 'unfit', rows: [row, ...more] }
  }
  const report = await migrator.up(LATEST, call)
  switch (report.outcome) {
    case 'migrated':
    case 'up-to-date':
    case 'rehearsed':
      return { outcome: 'converted', accepted, left: [...left] }
    case 'blocked':
      throw blocked(report.problems)
    case 'failed':
      throw report.error
    default:
      return report satisfies never
  }
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
