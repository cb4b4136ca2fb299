// Owns: what every part of a run needs to know.
// Must not know: what they do with it.

import type { Driver } from '../../model/driver.ts'
import type { MigrateEvent, ObservedRun } from '../../model/event.ts'
import { type JournalSql, journalSql } from '../../pure/journal/journal-sql.ts'
import type { Policy } from '../../pure/planning/planner.ts'
import { type StepSql, stepSql } from '../../pure/journal/step-sql.ts'
import { type Tables, tables } from '../../pure/journal/tables.ts'
import { uuid } from '../../runtime/uuid.ts'
import type { Call } from './call.ts'
import type { Settings } from './migrator-options.ts'
import { notifier } from './notify.ts'

export interface Context {
  readonly driver: Driver
  readonly line: string
  readonly tables: Tables
  readonly journalSql: JournalSql
  readonly stepSql: StepSql
  /** Told by who read the history: from here on its tables are named with that schema, whatever a script makes of the session. */
  readonly foundIn: (schema: string) => void
  readonly policy: Policy
  /** One transaction for each migration, or one for as many as can share one. */
  readonly grouping: 'per-migration' | 'per-run'
  /** How long to try for a turn at the database, milliseconds. */
  readonly waitMs: number
  /** Term of the lease, milliseconds. */
  readonly leaseMs: number
  /** What becomes of a statement of an earlier run that is still at work. */
  readonly predecessor: 'wait' | 'cancel'
  /** Names this run in its receipts. */
  readonly run: string
  readonly signal: AbortSignal
  readonly notify: (event: MigrateEvent) => void
  /** What is told of this run with every event. */
  readonly observed: ObservedRun
}

/** For one call. A policy left out is what the settings say. A copy of it is right only once the history was read. */
export function contextFor(
  driver: Driver,
  settings: Settings,
  { signal }: Call,
  policy: Partial<Policy>,
  notify?: Context['notify'],
): Context {
  const { line, requires, order, missingVariant, otherHistory, commit, waitMs, leaseMs, predecessor } = settings
  const { dialect } = driver
  const textsFor = (names: Tables): Pick<Context, 'tables' | 'journalSql' | 'stepSql'> => ({
    tables: names,
    journalSql: journalSql(dialect, names, requires),
    stepSql: stepSql(dialect, names, requires),
  })
  const named = tables(settings)
  let texts = textsFor({ ...named, home: named.home ?? dialect.main })
  let run: string | undefined
  const observed = {
    line,
    driver: driver.name,
    // When it is first asked for: who only looks needs none.
    get run() {
      return (run ??= uuid())
    },
  }
  return {
    driver,
    line,
    get tables() {
      return texts.tables
    },
    get journalSql() {
      return texts.journalSql
    },
    get stepSql() {
      return texts.stepSql
    },
    foundIn(schema) {
      if (texts.tables.home === undefined) texts = textsFor({ ...texts.tables, home: schema })
    },
    policy: { order, missingVariant, otherHistory, checksums: 'verify', transaction: 'auto', effect: 'run', ...policy },
    grouping: commit,
    waitMs,
    leaseMs,
    predecessor,
    get run() {
      return observed.run
    },
    signal: signal ?? new AbortController().signal,
    notify: notify ?? notifier(settings.observer, observed),
    observed,
  }
}
