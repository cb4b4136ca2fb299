// Owns: the texts of migrations that are not one transaction, in the pieces that are sent, and what each text is.
// Must not know: how they are sent, what is done about a failure.

import type { RemainsSql } from '../../model/dialect.ts'
import type { Group } from '../../model/group.ts'
import type { Step } from '../../model/plan.ts'
import type { Statement } from '../../model/statement.ts'
import type { Footing } from '../../pure/journal/step-sql.ts'
import { checksum } from '../../pure/line/checksum.ts'
import { buildingOf } from '../../pure/statement/building-of.ts'
import { disturbsOurs } from '../../pure/statement/disturbs-ours.ts'
import type { Consequence } from '../../pure/statement/effect-of.ts'
import { effectsOf } from '../../pure/statement/effects-of.ts'
import { mayLeaveOpen } from '../../pure/statement/lanes.ts'
import { apart, type Unkept } from '../../pure/statement/unkept.ts'
import type { Context } from '../context/context.ts'
import type { Lease, Renewal } from '../journal/lease.ts'

export type LaneStep = Extract<Step, { readonly kind: 'journaled' | 'record' }>

export type LanePart =
  | { readonly kind: 'renew' | 'setting' | 'begin' | 'commit' | 'afterwards' | 'receipt'; readonly text: string }
  /** Fails in the database where the lease was lost or halted, and on its key where somebody else was here. */
  | { readonly kind: 'record'; readonly text: string; readonly n: number }
  | { readonly kind: 'statement'; readonly text: string; readonly n: number }
  | { readonly kind: 'close'; readonly text: string; readonly n: number }

export interface Piece {
  readonly step: LaneStep
  /** `settings`: what the session of an earlier run was told and this one must be. */
  readonly kind: 'settings' | 'alone' | 'transaction' | 'receipt'
  readonly parts: readonly LanePart[]
  /** What an interrupted attempt may have left of it, which must be looked for before it is sent. */
  readonly remains: (RemainsSql & { readonly n: number }) | undefined
}

export interface LaneContext extends Context {
  /** Undefined where nothing but receipts is written, which need none. */
  readonly lease: Lease | undefined
  readonly renewal: Renewal
  /** As the server names the session that runs them. */
  readonly sessionId: string | undefined
  readonly unkept: Unkept
}

export function piecesOf(step: LaneStep, context: LaneContext): readonly Piece[] {
  if (step.kind === 'record') return [receiptPiece(step, context, 0)]
  const pieces: Piece[] = []
  if (step.again.length > 0)
    pieces.push({ step, kind: 'settings', parts: step.again.map(({ text }) => ({ kind: 'setting', text })), remains: undefined })
  const terms = termsOf(step, context)
  const consequences = effectsOf(step.statements, context.driver.dialect.family)
  let footing: Footing = 'anything'
  for (const group of apart(step.groups, step.statements, context.unkept)) {
    if ((group.kind === 'alone' ? group.n : group.to) < step.from) continue
    pieces.push(
      group.kind === 'alone'
        ? alone(step, group.n, consequences(group.n), terms, footing, context)
        : transaction(step, group, terms, footing, context),
    )
    footing = group.kind === 'transaction' ? 'before' : 'anything'
  }
  return [...pieces, receiptPiece(step, context, step.statements.length)]
}

/** `done`: how many of its statements must be recorded by then. */
export function receiptPiece(step: LaneStep, { journalSql, run, lease }: LaneContext, done: number): Piece {
  return {
    step,
    kind: 'receipt',
    parts: [{ kind: 'receipt', text: journalSql.conclude(step, run, lease?.token, done) }],
    remains: undefined,
  }
}

function alone(
  step: Extract<LaneStep, { readonly kind: 'journaled' }>,
  n: number,
  { effect, repeat }: Consequence,
  terms: Terms,
  footing: Footing,
  context: LaneContext,
): Piece {
  const { stepSql, lease, run, sessionId: session, driver } = context
  const statement = statementAt(step, n)
  const intent = { kind: 'statement', text: statement.text, effect, repeat } as const
  const row = { n, name: '', checksum: checksum([statement]), state: 'open', session, run, intent } as const
  const { dialect } = driver
  const leaves = buildingOf(statement, dialect.family) ?? effect
  const remains = leaves === undefined ? undefined : dialect.remains(leaves)
  const afterwards = mayLeaveOpen(statement, dialect.family) ? dialect.transaction.afterwards : []
  return {
    step,
    kind: 'alone',
    parts: [
      ...terms.ours,
      ...renewed(context),
      { kind: 'record', text: stepSql.record(step, row, lease?.token, footing), n },
      ...terms.theirs(n),
      { kind: 'statement', text: statement.text, n },
      ...afterwards.map((text) => ({ kind: 'afterwards', text }) as const),
      ...terms.ours,
      { kind: 'close', text: stepSql.close(step, n, lease?.token), n },
    ],
    remains: remains === undefined ? undefined : { ...remains, n },
  }
}

/** Records first: a savepoint that the statements go back to takes none of them away. */
function transaction(
  step: Extract<LaneStep, { readonly kind: 'journaled' }>,
  group: Extract<Group, { readonly kind: 'transaction' }>,
  terms: Terms,
  footing: Footing,
  context: LaneContext,
): Piece {
  const { stepSql, lease, leaseMs, run, sessionId: session, driver } = context
  const { batch } = driver.capabilities
  const { begin, commit, silence } = driver.dialect.transaction
  const records: LanePart[] = []
  const statements: LanePart[] = []
  const first = Math.max(group.from, step.from)
  for (let n = first; n <= group.to; n++) {
    const statement = statementAt(step, n)
    const row = { n, name: '', checksum: checksum([statement]), state: 'done', session, run, intent: undefined } as const
    records.push({ kind: 'record', text: stepSql.recordInside(step, row, lease?.token, n === first ? footing : 'anything'), n })
    statements.push({ kind: 'statement', text: statement.text, n })
  }
  const keep = stepSql.keep(step, first, lease?.token, footing)
  const before = [silence?.limit(leaseMs), keep].flatMap((text) => (text === undefined ? [] : [{ kind: 'setting', text } as const]))
  const after = silence === undefined ? [] : [{ kind: 'afterwards', text: silence.lift } as const]
  // Where a block is a transaction, it has its own beginning and end; and what renews the lease must not wait for it.
  const parts: LanePart[] =
    batch === 'atomic'
      ? [...terms.ours, ...records, ...terms.theirs(first), ...statements, ...terms.ours]
      : [
          ...terms.ours,
          ...renewed(context),
          ...before,
          { kind: 'begin', text: begin },
          ...records,
          ...terms.theirs(first),
          ...statements,
          { kind: 'commit', text: commit },
          ...after,
          ...terms.ours,
        ]
  return { step, kind: 'transaction', parts, remains: undefined }
}

/** Where the script sets what our words must not be under: what takes it away, and, for its statement `n`, what brings it again. */
interface Terms {
  readonly ours: readonly LanePart[]
  readonly theirs: (n: number) => readonly LanePart[]
}

function termsOf({ statements }: Extract<LaneStep, { readonly kind: 'journaled' }>, { driver }: LaneContext): Terms {
  const { family, ours } = driver.dialect
  const setting = (text: string): LanePart => ({ kind: 'setting', text })
  const disturbing = statements.flatMap((statement, n) => {
    const text = disturbsOurs(statement, family)
    return text === undefined ? [] : [{ n, text }]
  })
  return {
    ours: disturbing.length === 0 ? [] : ours.map(setting),
    theirs: (before) => disturbing.filter(({ n }) => n < before).map(({ text }) => setting(text)),
  }
}

/** In the message that it is for: no trip of its own. Its answer is not looked at; the record behind it is fenced. */
function renewed({ lease, renewal, driver }: LaneContext): readonly LanePart[] {
  if (lease === undefined || renewal === 'beside' || driver.capabilities.batch === 'atomic') return []
  return [{ kind: 'renew', text: lease.renewalText }]
}

function statementAt({ id, statements }: Extract<LaneStep, { readonly kind: 'journaled' }>, n: number): Statement {
  const statement = statements[n]
  if (statement === undefined) throw new RangeError(`migration '${id}' has no statement ${n + 1}`)
  return statement
}
