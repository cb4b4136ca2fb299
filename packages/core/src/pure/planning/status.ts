// Owns: where each migration of a line stands.
// Must not know: targets, plans, what will be done about it.

import type { Dialect } from '../../model/dialect.ts'
import type { Journal } from '../../model/journal.ts'
import type { MigrationHalfWay, MigrationState, MigrationStatus } from '../../model/report.ts'
import { compareId } from '../line/compare-id.ts'
import { drift } from './drift.ts'
import type { HalfWay } from '../journal/half-way.ts'
import { highest, history, type History } from '../journal/history.ts'
import type { Entry, Registry } from '../line/registry.ts'
import { unresolved } from '../journal/unresolved.ts'

export interface LineStatus {
  readonly migrations: readonly MigrationStatus[]
  /** The migration applied last in time. */
  readonly current: string | undefined
}

/** Those that the code has and those that only the database knows, in one order. */
export function status(registry: Registry, journal: Journal, dialect: Dialect): LineStatus {
  const past = history(journal, registry.line)
  const last = highest(past)
  const known = registry.entries.map((entry) => describe(entry.id, entry.description, stateOf(entry, past, last, dialect), entry.origin))
  const unknown = [...new Set([...past.applied.keys(), ...past.halfWay.keys()])]
    .filter((id) => !registry.byId.has(id))
    .map((id) => describe(id, past.applied.get(id)?.description ?? '', 'unknown', undefined))
  return { migrations: [...known, ...unknown].toSorted((a, b) => compareId(a.id, b.id)), current: past.inTime.at(-1) }

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
      halfWay: halfWayOf(past.halfWay.get(id)),
    }
  }
}

function halfWayOf(half: HalfWay | undefined): MigrationHalfWay | undefined {
  if (half === undefined) return undefined
  const { direction, records, done } = half
  const record = records.find(({ state }) => state !== 'done')
  const open =
    record === undefined ? undefined : { n: record.n, text: unresolved(record, undefined).place.text, startedAt: record.startedAt }
  return { direction, done, open }
}

function stateOf(
  { id, migration, origin }: Entry,
  { applied, halfWay }: History,
  last: string | undefined,
  dialect: Dialect,
): MigrationState {
  const receipt = applied.get(id)
  if (halfWay.has(id)) return 'partial'
  if (receipt === undefined) return last !== undefined && compareId(id, last) < 0 ? 'out-of-order' : 'pending'
  const changed = migration === undefined ? undefined : drift(migration, receipt, dialect, origin)
  return changed === undefined || changed.code === 'CHECKSUM_MANUAL' ? 'applied' : 'changed'
}
