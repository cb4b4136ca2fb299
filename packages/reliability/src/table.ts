// Owns: the matrix as a table of Markdown, as it stands in docs/reliability.md.
// Must not know: how a figure came about.

import type { Figures } from './figures.ts'

/** A fault on an engine: its figures, or why it means nothing there. */
export interface Cell {
  readonly fault: string
  readonly title: string
  readonly engine: string
  readonly result: Figures | string
}

export function tableOf(cells: readonly Cell[]): string {
  const engines = [...new Set(cells.map(({ engine }) => engine))]
  const faults = [...new Map(cells.map(({ fault, title }) => [fault, title]))]
  const rows = faults.map(([fault, title]) => [
    fault,
    title,
    ...engines.map((engine) => inWords(cells.find((cell) => cell.fault === fault && cell.engine === engine)?.result)),
  ])
  const heads = ['', 'fault', ...engines]
  return [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

/** `300/300`: all converged by themselves; `298 + 2 named / 300`: two stopped at a statement and named it. */
function inWords(result: Figures | string | undefined): string {
  if (result === undefined) return 'not run'
  if (typeof result === 'string') return `– (${result})`
  const { points, converged, named, failures } = result
  const mark = failures.length === 0 ? '' : ' **✗**'
  return `${converged}${named === 0 ? '' : ` + ${named} named`}/${points}${mark}`
}
