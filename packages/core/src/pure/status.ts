// Owns: where each migration of a line stands.
// Must not know: targets, plans, what will be done about it.

import type { Dialect } from '../model/dialect.ts'
import type { Journal } from '../model/journal.ts'
import type { MigrationState, MigrationStatus } from '../model/report.ts'
import { compareId } from './compare-id.ts'
import { drift } from './drift.ts'
import { history, type History } from './history.ts'
import type { Entry, Registry } from './registry.ts'
import { openRecords, unresolved } from './unresolved.ts'

export interface LineStatus {
  readonly migrations: readonly MigrationStatus[]
  /** The migration applied last in time. */
  readonly current: string | undefined
}

/** Those that the code has and those that only the database knows, in one order. */
export function status(registry: Registry, journal: Journal, dialect: Dialect): LineStatus {
  const past = history(journal, registry.line)
  const begun = new Set(journal.kind === 'absent' ? [] : journal.steps.filter(({ line }) => line === registry.line).map(({ id }) => id))
  const open = openRecords(journal, registry.line)
  const highest = [...past.applied.keys()].reduce<string | undefined>(
    (last, id) => (last === undefined || compareId(id, last) > 0 ? id : last),
    undefined,
  )
  const known = registry.entries.map((entry) =>
    describe(entry.id, entry.description, stateOf(entry, past, begun, highest, dialect), entry.origin),
  )
  const unknown = [...past.applied.values()]
    .filter(({ id }) => !registry.byId.has(id))
    .map(({ id, description }) => describe(id, description, 'unknown', undefined))
  return { migrations: [...known, ...unknown].toSorted((a, b) => compareId(a.id, b.id)), current: past.inTime.at(-1) }

  function openOf(id: string): MigrationStatus['open'] {
    const record = open.find((one) => one.id === id)
    return record === undefined ? undefined : { n: record.n, text: unresolved(record, undefined).place.text, startedAt: record.startedAt }
  }

  function describe(id: string, description: string, state: MigrationState, origin: string | undefined): MigrationStatus {
    const receipt = past.applied.get(id)
    return {
      line: registry.line,
      id,
      description,
      state,
      appliedAt: receipt?.appliedAt,
      executionTime: receipt?.executionTime,
      origin,
      open: openOf(id),
    }
  }
}

function stateOf(
  { id, migration, origin }: Entry,
  { applied }: History,
  begun: ReadonlySet<string>,
  highest: string | undefined,
  dialect: Dialect,
): MigrationState {
  const receipt = applied.get(id)
  if (begun.has(id)) return 'partial'
  if (receipt === undefined) return highest !== undefined && compareId(id, highest) < 0 ? 'out-of-order' : 'pending'
  const changed = migration === undefined ? undefined : drift(migration, receipt, dialect, origin)
  return changed === undefined || changed.code === 'CHECKSUM_MANUAL' ? 'applied' : 'changed'
}
