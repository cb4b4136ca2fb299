// Owns: whether statements run as one transaction or one by one, and where a rerun continues.
// Must not know: which direction they go.

import type { StepRecord } from '../model/journal.ts'
import type { Step, StepBase } from '../model/plan.ts'
import type { Problem } from '../model/problem.ts'
import type { Statement } from '../model/statement.ts'
import { checksum as checksumOf } from './checksum.ts'
import { guard } from './guard.ts'
import { placeOf } from './place-of.ts'
import type { Made, Question } from './planner.ts'

export interface Sql {
  readonly statements: readonly Statement[]
  /** Raw checksum of the text that runs. */
  readonly text: string
  readonly check: string | undefined
  readonly transaction: 'auto' | 'forbidden'
  readonly foreignKeys: 'enforced' | 'suspended'
}

export function sqlStep({ dialect, capabilities, policy, journal }: Question, base: StepBase, sql: Sql): Made {
  const transaction = policy.transaction === 'never' ? 'forbidden' : sql.transaction
  const foreignKeys = dialect.rebuild === undefined ? 'enforced' : sql.foreignKeys
  const problems = guard(sql.statements, { id: base.id, dialect, transaction, foreignKeys })
  if (problems.length > 0) return { ok: false, problems }
  const records =
    journal.kind === 'absent' ? [] : journal.steps.filter(({ line, id, seq }) => line === base.line && id === base.id && seq === base.seq)
  if (transaction === 'auto' && capabilities.ddl === 'transactional' && records.length === 0) {
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
  const resumed = resume(base.id, sql.statements, records)
  if (!resumed.ok) return resumed
  return { ok: true, step: { ...base, kind: 'journaled', statements: sql.statements, text: sql.text, from: resumed.from } }
}

/** The first statement that has not run; or that nobody knows. */
function resume(
  id: string,
  statements: readonly Statement[],
  records: readonly StepRecord[],
): { readonly ok: true; readonly from: number } | { readonly ok: false; readonly problems: readonly Problem[] } {
  const byN = new Map(records.map((record) => [record.n, record]))
  let from = 0
  for (; byN.has(from); from++) {
    const record = byN.get(from)
    const statement = statements[from]
    if (record === undefined) break
    if (statement === undefined || record.checksum !== checksumOf([statement]))
      return { ok: false, problems: [{ code: 'PREFIX_CHANGED', id, n: from }] }
    if (record.state === 'open') {
      if (mayRepeat(statement)) break
      return {
        ok: false,
        problems: [{ code: 'STATEMENT_UNRESOLVED', id, n: from, session: record.session, place: placeOf(statement) }],
      }
    }
  }
  return { ok: true, from }
}

/** Statements that say themselves that a second time does no harm. */
function mayRepeat({ tokens }: Statement): boolean {
  const words = tokens.slice(0, 8).map((token) => token.toUpperCase())
  if (words[0] === 'VACUUM' || words[0] === 'ANALYZE' || words[0] === 'PRAGMA' || words[0] === 'REINDEX') return true
  const conditional = words.indexOf('IF')
  return (
    (words[0] === 'CREATE' || words[0] === 'DROP') &&
    conditional > 0 &&
    (words[conditional + 1] === 'EXISTS' || words[conditional + 1] === 'NOT')
  )
}
