// Owns: all that is in a database, comparable: what an uninterrupted run and an interrupted one must agree on.
// Must not know: how it came to be.

import type { Executor, Row } from '@godwit/core/driver'
import type { Facts } from '../law.ts'
import { column } from '../probe.ts'

export interface Dump {
  /** Every object's definition. */
  readonly catalogue: readonly Row[]
  /** Every table's rows, in an order of their own. */
  readonly rows: { readonly [table: string]: readonly Row[] }
}

/** What differs from run to run: times, the run's own name, terms and tokens of the lease. */
const PASSING: ReadonlySet<string> = new Set([
  'applied_at',
  'execution_time',
  'run',
  'token',
  'owner',
  'session',
  'expires_at',
  'started_at',
])

/** `what`: with the bookkeeping, or only what the migrations made. */
export async function dump(
  executor: Executor,
  { dialect, words }: Pick<Facts, 'dialect' | 'words'>,
  what: 'all' | 'schema',
): Promise<Dump> {
  const ours = (name: unknown): boolean => what === 'all' || !String(name).startsWith('migrations')
  const rows: Record<string, readonly Row[]> = {}
  for (const table of (await column(executor, words.tables)).map(String).filter(ours)) {
    const found = (await executor.run(`SELECT * FROM ${dialect.identifier(table)}`)).rows
    rows[table] = found.map(lasting).toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  }
  const catalogue = (await executor.run(words.catalogue)).rows.map((row) => ({ ...row }))
  return { rows, catalogue: catalogue.filter((row) => ours(row['tbl_name'])) }
}

function lasting(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !PASSING.has(name)))
}

function keyOf(row: Row): string {
  return JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))
}
