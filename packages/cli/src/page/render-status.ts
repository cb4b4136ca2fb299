// Owns: the state of a database as a table, or as lines with tabs for a pipe.
// Must not know: how states are found.

import type { MigrationState, MigrationStatus, Status } from '@godwit/core'
import { writeDuration } from '../text/duration.ts'
import type { Page } from './render.ts'
import type { Result } from '../result.ts'
import { aligned, type Cell } from '../text/table.ts'

type StatusResult = Extract<Result, { kind: 'status' }>

export async function renderStatus({ database, lines }: StatusResult, { output }: Page): Promise<void> {
  if (output.form !== 'people') {
    for (const { migrations } of lines) for (const migration of migrations) output.say(tabbed(migration))
    return
  }
  // East Asian descriptions are twice as wide as they are long; only a terminal cares.
  const { default: width } = await import('fast-string-width')
  output.say(output.paint.dim([database.name, database.url, database.driver].filter((part) => part !== undefined).join(' · ')))
  for (const status of lines) {
    if (lines.length > 1) output.say(output.paint.bold(status.line))
    const rows = status.migrations.map((migration) => row(migration, output))
    for (const text of aligned(rows, width)) output.say(`  ${text}`)
    output.say(summary(status))
  }
}

const MARKS = {
  applied: ['✓', 'green'],
  pending: ['·', 'dim'],
  'out-of-order': ['!', 'yellow'],
  partial: ['!', 'yellow'],
  changed: ['✗', 'red'],
  unknown: ['?', 'red'],
} as const satisfies Record<MigrationState, readonly [string, 'green' | 'dim' | 'yellow' | 'red']>

function row({ id, description, state, halfWay, appliedAt, executionTime }: MigrationStatus, { paint }: Page['output']): readonly Cell[] {
  const [mark, colour] = MARKS[state]
  return [
    { text: mark, paint: paint[colour] },
    { text: id },
    { text: description },
    { text: halfWay === undefined ? state : `${state}, half way ${halfWay.direction}`, paint: paint[colour] },
    { text: appliedAt === undefined ? '' : `${appliedAt.slice(0, 19).replace('T', ' ')} UTC`, paint: paint.dim },
    { text: executionTime === undefined ? '' : writeDuration(executionTime), paint: paint.dim, align: 'right' },
  ]
}

/** state, line, id, description, time applied, milliseconds; of one that is half way, also which way. */
function tabbed({ state, line, id, description, halfWay, appliedAt, executionTime }: MigrationStatus): string {
  const columns = [state, line, id, description.replace(/[\t\r\n]+/g, ' '), appliedAt ?? '', executionTime ?? '']
  return [...columns, ...(halfWay === undefined ? [] : [halfWay.direction])].join('\t')
}

function summary({ migrations }: Status): string {
  const count = (state: MigrationState): number => migrations.filter((migration) => migration.state === state).length
  const parts = (['applied', 'pending', 'out-of-order', 'partial', 'changed', 'unknown'] as const)
    .map((state) => ({ state, n: count(state) }))
    .filter(({ state, n }) => n > 0 || state === 'applied' || state === 'pending')
  return `${parts.map(({ state, n }) => `${n} ${state}`).join(', ')}.`
}
