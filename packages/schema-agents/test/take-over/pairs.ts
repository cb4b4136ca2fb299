// Owns: two empty databases of PostgreSQL, and what a test of a take-over asks of them.
// Must not know: which original there is.

import { differenceKey, type Driver, type Line, Migrator, type Original, type TakeOver, takeOver } from '@godwit/core'
import { expect } from 'vitest'
import { inventory, run } from '../fresh-databases.ts'

export const TABLE = 'godwit_migrations'

export interface Pair {
  readonly driver: Driver
  readonly scratch: Driver
}

/** `fresh`: an empty database that is gone when the test is over. */
export async function pair(fresh: () => Promise<Driver>): Promise<Pair> {
  return { driver: await fresh(), scratch: await fresh() }
}

/** Takes over, and looks whether the scratch database is empty again. */
export async function taken({ driver, scratch }: Pair, original: Original): Promise<TakeOver> {
  const outcome = await takeOver(driver, original, { scratch, table: TABLE })
  expect((await run(scratch, scratch.dialect.catalogue.names)).rows).toEqual([])
  return outcome
}

/** What is otherwise, each as its key; nothing was written. */
export async function refused({ driver, scratch }: Pair, original: Original): Promise<readonly string[]> {
  const before = await inventory(driver)
  const outcome = await taken({ driver, scratch }, original)
  expect(await inventory(driver)).toBe(before)
  if (outcome.outcome === 'differs') return outcome.differences.map(differenceKey)
  if (outcome.outcome === 'unfit') return outcome.rows.map(({ table, row, why }) => `${table} ${row}: ${why}`)
  return [outcome.outcome]
}

export function migratorOf(driver: Driver, line: Line): Migrator {
  const migrator = new Migrator(driver, { line: line.name, table: TABLE })
  migrator.addMigrations(line.migrations)
  return migrator
}

/** An inventory without the numbers of keys, which are others in every database. */
export function unnumbered(text: string): string {
  return text.replaceAll(/"id": \d+/g, '')
}
