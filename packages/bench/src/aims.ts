// Owns: what Godwit aims at, next to what was measured.
// Must not know: how it was measured.

import type { ColdPair } from './cold.ts'
import type { Engine } from './contestant.ts'
import type { Answer } from './task.ts'
import { median } from './median.ts'
import type { MessageRuns } from './messages/messages.ts'
import type { PlanningRun } from './planning.ts'
import type { Pair } from './run.ts'
import { markdown, ratios } from './table.ts'

export interface Figures {
  readonly pairs: readonly Pair[]
  readonly cold: readonly ColdPair[]
  readonly planning: readonly PlanningRun[]
  readonly messages: MessageRuns
}

interface Aim {
  readonly what: string
  readonly limit: number
  /** No values where that part did not run. */
  readonly measured: readonly number[]
}

const FILES: readonly Engine[] = ['sqlite', 'libsql']
const SERVERS: readonly Engine[] = ['postgres', 'mariadb']
/** In time, so that half of it is twice the client's rate. A file has no round trips to save. */
const APPENDED: readonly (readonly [Engine, number])[] = [
  ['sqlite', 2],
  ['libsql', 1],
  ['postgres', 0.5],
  ['mariadb', 0.5],
]
const KEYS = ['contestant', 'engine', 'count', 'verb', 'latencyMs'] as const

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

function aims({ pairs, cold, planning, messages }: Figures): readonly Aim[] {
  const toFloor = (
    contestant: string,
    engine: Engine,
    count: number,
    verb: Pair['verb'],
    { latencyMs = 0, of = ({ ms }: Answer): number => ms } = {},
  ): readonly number[] => {
    const asked = { contestant, engine, count, verb, latencyMs }
    return ratios(
      pairs.filter((pair) => KEYS.every((key) => pair[key] === asked[key])),
      of,
    )
  }
  /** Both by the floor's run before each, in the same round. */
  const between = (own: string, other: string, engine: Engine, count: number, verb: Pair['verb']): readonly number[] => {
    const others = toFloor(other, engine, count, verb)
    return toFloor(own, engine, count, verb).flatMap((ratio, round) => (others[round] === undefined ? [] : [ratio / others[round]]))
  }
  const toBare = (engine: Engine): readonly number[] =>
    cold.filter((pair) => pair.engine === engine && pair.command === 'godwit status').map(({ own, bare }) => own / bare)
  const planned = (count: number): readonly number[] => planning.filter((run) => run.count === count).map(({ ms }) => ms)

  return [
    { what: 'SQLite, 100 applied, × floor', limit: 1.3, measured: toFloor('godwit', 'sqlite', 100, 'apply') },
    { what: 'SQLite, 1000 applied, × floor', limit: 1.1, measured: toFloor('godwit', 'sqlite', 1000, 'apply') },
    { what: 'libSQL, 100 applied, × floor', limit: 1.25, measured: toFloor('godwit', 'libsql', 100, 'apply') },
    { what: 'libSQL, 1000 applied, × floor', limit: 1.15, measured: toFloor('godwit', 'libsql', 1000, 'apply') },
    ...FILES.flatMap((engine) =>
      [100, 1000].map((count): Aim => ({
        what: `${engine}, ${count} in one transaction, × drizzle`,
        limit: 1,
        measured: between('godwit-all', 'drizzle', engine, count, 'apply'),
      })),
    ),
    ...FILES.flatMap((engine) =>
      [100, 1000].map((count): Aim => ({
        what: `${engine}, nothing to do with ${count}, × floor`,
        limit: 1.3,
        measured: toFloor('godwit', engine, count, 'noop'),
      })),
    ),
    ...FILES.flatMap((engine) =>
      [100, 1000].map((count): Aim => ({
        what: `${engine}, nothing to do with ${count}, × floor that opens the files`,
        limit: 1.3,
        measured: between('godwit', 'floor-read', engine, count, 'noop'),
      })),
    ),
    ...SERVERS.flatMap((engine): readonly Aim[] => [
      { what: `${engine}, 100 applied, × floor`, limit: 1.1, measured: toFloor('godwit', engine, 100, 'apply') },
      { what: `${engine}, 1000 applied, × floor`, limit: 1.1, measured: toFloor('godwit', engine, 1000, 'apply') },
      {
        what: `${engine}, 100 applied 50 ms away, × floor`,
        limit: 0.2,
        measured: toFloor('godwit', engine, 100, 'apply', { latencyMs: 50 }),
      },
      {
        what: `${engine}, 1000 applied, processor time × floor`,
        limit: 1.1,
        measured: toFloor('godwit', engine, 1000, 'apply', { of: ({ cpu }) => cpu }),
      },
    ]),
    { what: 'cold `status`, better-sqlite3, × node -e 0', limit: 1.6, measured: toBare('sqlite') },
    { what: 'cold `status`, @libsql/client, × node -e 0', limit: 2.9, measured: toBare('libsql') },
    { what: 'cold `status`, pg, × node -e 0', limit: 2, measured: toBare('postgres') },
    { what: 'cold `status`, mysql2, × node -e 0', limit: 2.4, measured: toBare('mariadb') },
    ...APPENDED.flatMap(([engine, limit]): readonly Aim[] => [
      {
        what: `${engine}, pages of a million messages, × client`,
        limit: 2,
        measured: messages.questions.filter((run) => run.engine === engine && /50/.test(run.what)).map(({ own, raw }) => own / raw),
      },
      {
        what: `${engine}, 1000 entries appended, × client row by row`,
        limit,
        measured: messages.appends.filter((run) => run.engine === engine).map(({ own, single }) => single / own),
      },
    ]),
    { what: 'planning 10000 migrations, ms', limit: 100, measured: planned(10_000) },
    {
      what: 'planning 10000 over ten times planning 1000',
      limit: 1.2,
      measured: planned(10_000).flatMap((ms, round) => ms / 10 / (planned(1000)[round] ?? Number.NaN)),
    },
  ]
}
