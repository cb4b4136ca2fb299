// Owns: whether statements run as one transaction or one by one, and where a rerun continues.
// Must not know: which direction they go.

import type { DialectFamily } from '../../model/dialect.ts'
import type { StepRecord } from '../../model/journal.ts'
import type { Step, StepBase } from '../../model/plan.ts'
import type { Problem } from '../../model/problem.ts'
import type { Statement } from '../../model/statement.ts'
import { checksum as checksumOf } from '../line/checksum.ts'
import type { ScriptName } from './code-step.ts'
import { continuation, type LostValue, NOTHING_TO_SAY } from '../statement/continuation.ts'
import { guard } from '../statement/guard.ts'
import { lanes, refusesTransaction } from '../statement/lanes.ts'
import { placeOf } from '../statement/place-of.ts'
import type { Made, Question } from './planner.ts'
import { recordsOf, unresolved } from '../journal/unresolved.ts'

export interface Sql {
  readonly statements: readonly Statement[]
  readonly script: ScriptName
  /** Raw checksum of the text that runs. */
  readonly text: string
  readonly check: string | undefined
  readonly transaction: 'auto' | 'forbidden'
  readonly foreignKeys: 'enforced' | 'suspended'
}

export function sqlStep({ dialect, capabilities, policy, journal, ranHere }: Question, base: StepBase, sql: Sql): Made {
  const wanted = policy.transaction === 'never' ? 'forbidden' : sql.transaction
  const { foreignKeys } = sql
  const reasons = wanted === 'auto' && OWN_LANE.has(dialect.family) ? ownLane(base.id, sql.statements, dialect.family) : []
  const guarded = reasons.length > 0 ? 'forbidden' : wanted
  const problems = guard(sql.statements, { id: base.id, dialect, transaction: guarded, foreignKeys, parameters: 'none' })
  if (problems.length > 0) return { ok: false, problems }
  const records = recordsOf(journal, base)
  if (guarded === 'auto' && capabilities.ddl === 'transactional' && records.length === 0) {
    const { line, id, description, direction, seq, ordinal, checksum, rawChecksum, recordedDown } = base
    const { statements, text, check } = sql
    // Written out: see upStep.
    const step: Step = {
      line,
      id,
      description,
      direction,
      seq,
      ordinal,
      checksum,
      rawChecksum,
      recordedDown,
      kind: 'atomic',
      statements,
      text,
      foreignKeys,
      check,
    }
    return { ok: true, step }
  }
  if (foreignKeys === 'suspended') return { ok: false, problems: [{ code: 'FOREIGN_KEYS_IN_FORCE', id: base.id }] }
  const resumed = resume(base.id, sql, records)
  if (!resumed.ok) return resumed
  const { again, lost } =
    (ranHere?.(base) ?? 0) >= resumed.from ? NOTHING_TO_SAY : continuation(sql.statements, resumed.from, dialect.family)
  if (lost.length > 0) return { ok: false, problems: lost.map((value) => lostValue(base.id, sql.statements, value)) }
  const step: Step = {
    ...base,
    kind: 'journaled',
    statements: sql.statements,
    groups: lanes(sql.statements, dialect.family, wanted),
    text: sql.text,
    from: resumed.from,
    again,
    // What is half way is not there already, whatever the query looks at.
    check: records.length === 0 ? sql.check : undefined,
  }
  return { ok: true, step, warnings: reasons }
}

function lostValue(id: string, statements: readonly Statement[], { name, n, neededBy }: LostValue): Problem {
  const given = statements[n]
  return { code: 'SESSION_VALUE_LOST', id, name, n, place: placeOf(given ?? neededBy), neededBy: placeOf(neededBy) }
}

/** Where a refusal is certain from the words, and the transaction is ours to leave out. */
const OWN_LANE: ReadonlySet<DialectFamily> = new Set<DialectFamily>(['postgres'])

/** One reason is enough to tell. */
function ownLane(id: string, statements: readonly Statement[], family: DialectFamily): readonly Problem[] {
  for (const [n, statement] of statements.entries()) {
    const keyword = refusesTransaction(statements, n, family)
    if (keyword !== undefined) return [{ code: 'NOT_ONE_TRANSACTION', id, keyword, place: placeOf(statement) }]
  }
  return []
}

/** The first statement that has not run; or that nobody knows. What could be found out about an open one was, before this. */
function resume(
  id: string,
  { statements, script }: Sql,
  records: readonly StepRecord[],
): { readonly ok: true; readonly from: number } | { readonly ok: false; readonly problems: readonly Problem[] } {
  const byN = new Map(records.map((record) => [record.n, record]))
  for (let from = 0; ; from++) {
    const record = byN.get(from)
    if (record === undefined) return { ok: true, from }
    const statement = statements[from]
    if (record.state !== 'done')
      return { ok: false, problems: [unresolved(record, statement === undefined ? undefined : placeOf(statement))] }
    if (statement === undefined || record.checksum !== checksumOf([statement]))
      return { ok: false, problems: [{ code: 'PREFIX_CHANGED', id, n: from, script }] }
  }
}
