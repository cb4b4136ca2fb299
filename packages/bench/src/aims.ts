// Owns: what Godwit aims at, next to what was measured.
// Must not know: how it was measured.

import type { ColdPair } from './cold.ts'
import type { Engine } from './contestant.ts'
import { median } from './median.ts'
import type { PlanningRun } from './planning.ts'
import type { Pair } from './run.ts'
import { markdown, ratios } from './table.ts'

export interface Figures {
  readonly pairs: readonly Pair[]
  readonly cold: readonly ColdPair[]
  readonly planning: readonly PlanningRun[]
}

interface Aim {
  readonly what: string
  readonly limit: number
  /** No values where that part did not run. */
  readonly measured: readonly number[]
}

/** A Markdown table of the aims whose part ran. */
export function aimsTable(figures: Figures): string {
  const rows = aims(figures)
    .filter(({ measured }) => measured.length > 0)
    .map(({ what, limit, measured }) => {
      const value = median(measured)
      return [what, `≤ ${limit}`, value.toFixed(2), value <= limit ? 'met' : 'missed']
    })
  return rows.length === 0 ? '' : `### Aims\n\n${markdown(['aim', 'limit', 'measured', ''], rows)}\n`
}

function aims({ pairs, cold, planning }: Figures): readonly Aim[] {
  const of = (contestant: string, engine: Engine, count: number, verb: Pair['verb']): readonly Pair[] =>
    pairs.filter((pair) => pair.contestant === contestant && pair.engine === engine && pair.count === count && pair.verb === verb)
  const toFloor = (contestant: string, engine: Engine, count: number, verb: Pair['verb']): readonly number[] =>
    ratios(of(contestant, engine, count, verb), ({ ms }) => ms)
  /** Both by the floor's run before each, in the same round. */
  const between = (own: string, other: string, engine: Engine, count: number, verb: Pair['verb']): readonly number[] => {
    const others = toFloor(other, engine, count, verb)
    return toFloor(own, engine, count, verb).flatMap((ratio, round) => (others[round] === undefined ? [] : [ratio / others[round]]))
  }
  const toBare = (engine: Engine): readonly number[] =>
    cold.filter((pair) => pair.engine === engine && pair.command === 'godwit status').map(({ own, bare }) => own / bare)
  const planned = (count: number): readonly number[] => planning.filter((run) => run.count === count).map(({ ms }) => ms)
  const ENGINES: readonly Engine[] = ['sqlite', 'libsql']

  return [
    { what: 'SQLite, 100 applied, × floor', limit: 1.3, measured: toFloor('godwit', 'sqlite', 100, 'apply') },
    { what: 'SQLite, 1000 applied, × floor', limit: 1.1, measured: toFloor('godwit', 'sqlite', 1000, 'apply') },
    { what: 'libSQL, 100 applied, × floor', limit: 1.25, measured: toFloor('godwit', 'libsql', 100, 'apply') },
    { what: 'libSQL, 1000 applied, × floor', limit: 1.15, measured: toFloor('godwit', 'libsql', 1000, 'apply') },
    ...ENGINES.flatMap((engine) =>
      [100, 1000].map((count): Aim => ({
        what: `${engine}, ${count} in one transaction, × drizzle`,
        limit: 1,
        measured: between('godwit-all', 'drizzle', engine, count, 'apply'),
      })),
    ),
    ...ENGINES.flatMap((engine) =>
      [100, 1000].map((count): Aim => ({
        what: `${engine}, nothing to do with ${count}, × floor`,
        limit: 1.3,
        measured: toFloor('godwit', engine, count, 'noop'),
      })),
    ),
    ...ENGINES.flatMap((engine) =>
      [100, 1000].map((count): Aim => ({
        what: `${engine}, nothing to do with ${count}, × floor that opens the files`,
        limit: 1.3,
        measured: between('godwit', 'floor-read', engine, count, 'noop'),
      })),
    ),
    { what: 'cold `status`, better-sqlite3, × node -e 0', limit: 1.6, measured: toBare('sqlite') },
    { what: 'cold `status`, @libsql/client, × node -e 0', limit: 2.9, measured: toBare('libsql') },
    { what: 'planning 10000 migrations, ms', limit: 100, measured: planned(10_000) },
    {
      what: 'planning 10000 over ten times planning 1000',
      limit: 1.2,
      measured: planned(10_000).flatMap((ms, round) => ms / 10 / (planned(1000)[round] ?? Number.NaN)),
    },
  ]
}
