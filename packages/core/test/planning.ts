// Owns: a question to the planner in short: what the code has, what is recorded, what is wanted.
// Must not know: what the answer should be.

import { sqlite } from '../src/driver.ts'
import type { Journal, Receipt, StepRecord } from '../src/model/journal.ts'
import type { Migration } from '../src/model/migration.ts'
import type { Planning } from '../src/model/plan.ts'
import type { Target } from '../src/model/target.ts'
import { compile, rawChecksumOf } from '../src/pure/line/compile.ts'
import { plan, type Policy } from '../src/pure/planning/planner.ts'
import { byOrder, registry, type Registry } from '../src/pure/line/registry.ts'
import { select } from '../src/pure/planning/select.ts'

const capabilities = { ddl: 'transactional', batch: 'atomic', session: 'pinned', writers: 'one' } as const
const policy: Policy = {
  order: 'linear',
  missingVariant: 'refuse',
  otherHistory: 'refuse',
  checksums: 'verify',
  transaction: 'auto',
  effect: 'run',
}

export const up = (id: string): readonly string[] => [`CREATE TABLE t${id} (a)`]
export const migration = (id: string, over: Partial<Migration> = {}): Migration => ({
  id,
  description: `make ${id}`,
  up: up(id),
  down: [`DROP TABLE t${id}`],
  ...over,
})

export function receipt(id: string, over: Partial<Receipt> = {}): Receipt {
  return {
    line: 'app',
    id,
    seq: 1,
    direction: 'up',
    ordinal: Number(id),
    description: `make ${id}`,
    appliedAt: '2026-01-01T00:00:00.000Z',
    executionTime: 1,
    checksum: checksumOf(up(id)),
    rawChecksum: rawChecksumOf(up(id)),
    run: 'r',
    ...over,
  }
}

/** Of statement `n` of migration `id`. */
export function record(id: string, n: number, text: string, over: Partial<StepRecord> = {}): StepRecord {
  return {
    line: 'app',
    id,
    seq: 1,
    n,
    name: '',
    checksum: checksumOf([text]),
    state: 'done',
    session: undefined,
    result: undefined,
    intent: undefined,
    before: undefined,
    run: 'earlier',
    startedAt: '2026-01-01T00:00:00.000Z',
    ...over,
  }
}

function checksumOf(script: readonly string[]): string {
  const compiled = compile(script, sqlite.lexis)
  if (!compiled.ok) throw new Error(compiled.reason)
  return compiled.checksum
}

export interface Case {
  readonly code: readonly (string | Migration)[]
  readonly applied?: readonly (string | Receipt)[]
  readonly steps?: readonly StepRecord[]
  readonly direction?: 'up' | 'down'
  readonly target?: Target
  readonly policy?: Partial<Policy>
  readonly dialect?: typeof sqlite
  readonly requires?: readonly string[]
  readonly ddl?: 'transactional' | 'autocommit'
  readonly recordedDowns?: ReadonlyMap<string, string>
}

export function registryOf({ code, requires = [] }: Pick<Case, 'code' | 'requires'>): Registry {
  const migrations = code.map((one) => (typeof one === 'string' ? migration(one) : one))
  return registry(
    'app',
    requires,
    migrations.map((one) => ({ id: one.id, description: one.description, origin: undefined, migration: one })).toSorted(byOrder),
  )
}

export function journalOf({ applied, steps = [] }: Pick<Case, 'applied' | 'steps'>): Journal {
  if (applied === undefined) return { kind: 'absent', beside: 'unknown' }
  return { kind: 'present', layout: 1, receipts: applied.map((one) => (typeof one === 'string' ? receipt(one) : one)), steps }
}

export function planOf(given: Case): Planning {
  const { direction = 'up', target = { to: direction === 'up' ? 'latest' : 'nothing' }, dialect = sqlite, ddl = 'transactional' } = given
  const known = registryOf(given)
  const journal = journalOf(given)
  const selection = select(known, journal, direction, target)
  if (!selection.ok) return { ok: false, problems: [selection.problem] }
  return plan({
    registry: known,
    journal,
    dialect,
    capabilities: { ...capabilities, ddl },
    direction,
    ids: selection.ids,
    policy: { ...policy, ...given.policy },
    recordedDowns: given.recordedDowns ?? new Map(),
  })
}

/** Of what is planned; or the codes of what speaks against it. */
export function ids(planning: Planning): readonly string[] {
  return planning.ok ? planning.plan.steps.map(({ id }) => id) : planning.problems.map(({ code }) => code)
}
