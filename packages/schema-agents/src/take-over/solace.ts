// Owns: how the Solace Agent Mesh gateway says how far it is.
// Must not know: databases, how they are compared.

import type { Original } from '@godwit/core'
import { gateway } from '../lines/gateway/line.ts'
import { named, namesLast, type Steps } from './history-of.ts'
import { solaceConversion } from './solace-rows.ts'

/** The revision ids of its own three migrations. They are in the versions folder of the package that is installed. */
export interface SolaceRevisions {
  /** Makes the two tables. */
  readonly initial: string
  /** Makes their indexes. */
  readonly indexes: string
  /** Turns moments into milliseconds. */
  readonly epoch: string
}

/** Alembic keeps one row, with the last revision. On SQLite the tables are those of the line; elsewhere they are converted. */
export function solace({ initial, indexes, epoch }: SolaceRevisions): Original {
  const steps: Steps = [
    [initial, '001'],
    [indexes, '002'],
    [epoch, '003'],
  ]
  return {
    name: 'Solace Agent Mesh',
    line: gateway,
    tracking: { table: 'alembic_version', columns: ['version_num'] },
    claimed: (rows) => namesLast(steps, named(rows, 'version_num')),
    accept: [],
    conversions: (['001', '002', '003'] as const).flatMap((to) => [solaceConversion('postgres', to), solaceConversion('mysql', to)]),
  }
}
