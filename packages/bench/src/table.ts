// Owns: results as Markdown.
// Must not know: how they were measured.

import type { ColdPair } from './cold.ts'
import type { Engine } from './contestant.ts'
import { median, spread } from './median.ts'
import type { PlanningRun } from './planning.ts'
import type { Pair } from './run.ts'
import type { Answer, Verb } from './task.ts'

const CLIENT: { readonly [engine in Engine]: string } = {
  sqlite: 'SQLite file, better-sqlite3',
  libsql: 'libSQL file, @libsql/client',
  sqld: 'libSQL server over HTTP, @libsql/client',
  postgres: 'PostgreSQL 15, pg',
  mariadb: 'MariaDB 10.11, mysql2',
}

/** A Markdown table whose columns line up in a terminal too. The first column is text, the others are numbers. */
export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`
  return [line(head), rule, ...rows.map(line)].join('\n')
}

export function contestTable(
  pairs: readonly Pair[],
  engine: Engine,
  count: number,
  latencyMs: number,
  contestants: readonly string[],
): string {
  const here = pairs.filter((pair) => pair.engine === engine && pair.count === count && pair.latencyMs === latencyMs)
  const of = (verb: Verb, name: string): readonly Pair[] => here.filter((pair) => pair.verb === verb && pair.contestant === name)
  const rows = contestants
    .map((name) => ({ name, apply: of('apply', name), noop: of('noop', name), status: of('status', name), down: of('down', name) }))
    .filter(({ apply }) => apply.length > 0)
    .map(({ name, apply, noop, status, down }) => [
      name,
      times(apply, (answer) => answer.ms),
      spreadText(ratios(apply, (answer) => answer.ms)),
      factor(apply, (answer) => answer.busy),
      factor(apply, (answer) => answer.cpu),
      peak(apply),
      times(noop, (answer) => answer.ms),
      factor(noop, (answer) => answer.ms),
      times(noop, (answer) => answer.warm),
      factor(noop, (answer) => answer.warm),
      times(status, (answer) => answer.ms),
      factor(status, (answer) => answer.ms),
      times(down, (answer) => answer.ms),
      factor(down, (answer) => answer.ms),
    ])
  const head = [
    'contestant',
    'apply ms',
    '× floor (min–max)',
    'CPU ×',
    'process CPU ×',
    'peak MB',
    'no-op ms',
    '×',
    'again ms',
    '×',
    'status ms',
    '×',
    'down ms',
    '×',
  ]
  const far = latencyMs === 0 ? '' : `, ${latencyMs} ms away`
  return `### ${count} migrations, ${CLIENT[engine]}${far}\n\n${markdown(head, rows)}\n`
}

export function coldTable(pairs: readonly ColdPair[]): string {
  const keys = new Map(pairs.map((pair) => [`${pair.engine} ${pair.command}`, pair]))
  const rows = [...keys.values()].map(({ command, engine }) => {
    const here = pairs.filter((pair) => pair.command === command && pair.engine === engine)
    return [command, engine, milliseconds(median(here.map(({ own }) => own))), spreadText(here.map(({ own, bare }) => own / bare))]
  })
  const bare = ['node -e 0', '', milliseconds(median(pairs.map((pair) => pair.bare))), '1']
  return `### Cold command line, 100 applied, nothing to do\n\n${markdown(['process', 'engine', 'ms', '× node -e 0 (min–max)'], [bare, ...rows])}\n`
}

export function planningTable(runs: readonly PlanningRun[]): string {
  const rows = [...new Set(runs.map(({ count }) => count))].map((count) => {
    const here = runs.filter((run) => run.count === count)
    const [first, again] = [median(here.map(({ ms }) => ms)), median(here.map(({ warm }) => warm))]
    return [
      String(count),
      milliseconds(first),
      ((first / count) * 1000).toFixed(1),
      milliseconds(again),
      ((again / count) * 1000).toFixed(1),
    ]
  })
  return `### Planning, no database\n\n${markdown(['migrations', 'first ms', 'µs each', 'again ms', 'µs each'], rows)}\n`
}

type Measure = (answer: Answer) => number | undefined

/** The ratios of a contestant's runs to the floor's run just before each. */
export function ratios(pairs: readonly Pair[], measure: Measure): readonly number[] {
  return pairs.flatMap(({ own, floor }) => {
    const [a, b] = [measure(own), measure(floor)]
    return a === undefined || b === undefined ? [] : [a / b]
  })
}

export function milliseconds(value: number): string {
  return value < 10 ? value.toFixed(1) : value.toFixed(0)
}

function times(pairs: readonly Pair[], measure: Measure): string {
  const values = pairs.flatMap(({ own }) => measure(own) ?? [])
  return values.length === 0 ? '' : milliseconds(median(values))
}

function factor(pairs: readonly Pair[], measure: Measure): string {
  const values = ratios(pairs, measure)
  return values.length === 0 ? '' : median(values).toFixed(2)
}

function spreadText(values: readonly number[]): string {
  const { median, min, max } = spread(values)
  return `${median.toFixed(2)} (${min.toFixed(2)}–${max.toFixed(2)})`
}

function peak(pairs: readonly Pair[]): string {
  const own = median(pairs.map((pair) => pair.own.rss))
  const more = median(pairs.map((pair) => pair.own.rss - pair.floor.rss))
  return `${own.toFixed(0)} (${more < 0 ? '−' : '+'}${Math.abs(more).toFixed(0)})`
}
