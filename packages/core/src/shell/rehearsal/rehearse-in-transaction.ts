// Owns: a rehearsal that executes in one transaction of the database itself, which is rolled back.
// Must not know: batches, leases.

import type { DialectFamily } from '../../model/dialect.ts'
import type { Session, Transaction } from '../../model/driver.ts'
import { type AnyMigrateError, isMigrateError } from '../../model/error.ts'
import type { Plan, Step } from '../../model/plan.ts'
import type { Proof, RehearsedStep, Report, StepResult } from '../../model/report.ts'
import { leavesMark } from '../../pure/statement/leaves-mark.ts'
import { quotedTables } from '../../pure/journal/tables.ts'
import { atomicParts } from '../step/atomic-texts.ts'
import { asMigrateError, type Connection, withConnection } from '../context/connection.ts'
import type { Context } from '../context/context.ts'
import { failure, watch } from '../step/executed.ts'
import { footprints } from './footprints.ts'
import { assertNothingDangles, beginFor } from '../step/foreign-keys.ts'
import { lookAhead } from '../run/look-ahead.ts'
import { finishReceipt } from '../step/receipt-gone.ts'
import { rollback } from '../context/rollback.ts'
import { isThere } from '../step/is-there.ts'
import type { Errand } from '../run/run.ts'
import { lookAtJournal } from '../journal/store.ts'
import { inTurn } from '../context/turn.ts'

/**
 * It takes the locks that the real run takes, and consumes sequence numbers. What cannot be shown inside a transaction
 * that is rolled back is reported as not proved, and so is everything after it.
 */
export async function rehearseInTransaction(context: Context, errand: Errand): Promise<Report> {
  return withConnection(context, async (connection) => {
    try {
      return await inTurn(context, () => once(context, errand, connection))
    } catch (thrown) {
      const error = asMigrateError(thrown, 'rehearsing')
      if (!isMigrateError(error) || error.code === 'INVALID') throw thrown
      return { outcome: 'failed', error, failed: undefined, done: [], undone: [], left: [], roundTrips: connection.roundTrips }
    }
  })
}

async function once(context: Context, errand: Errand, connection: Connection): Promise<Report> {
  // What does not exist yet is rehearsed in memory; what is there, in a transaction that is rolled back.
  const session = await connection.session('read')
  const found = await lookAtJournal(session, context)
  const { journal, planning } = await lookAhead(session, context, errand, found)
  if (!planning.ok) return { outcome: 'blocked', problems: planning.problems, done: [], roundTrips: connection.roundTrips }
  const { plan, warnings } = planning
  if (plan.steps.length === 0) return { outcome: 'up-to-date', roundTrips: connection.roundTrips, warnings }
  const create = journal.kind === 'absent' ? context.journalSql.create : []
  const { steps, failed } =
    context.driver.capabilities.ddl === 'transactional'
      ? await inTransaction(session, context, plan, create)
      : { steps: plan.steps.map((step) => skipped(session, step, 'ddl-autocommits')), failed: undefined }
  const { roundTrips } = connection
  if (failed === undefined) return { outcome: 'rehearsed', steps, remains: [], roundTrips, warnings }
  return {
    outcome: 'failed',
    error: failed.error,
    failed: failed.result,
    done: steps,
    undone: [],
    left: plan.steps.slice(steps.length + 1).map(({ id }) => id),
    roundTrips,
  }
}

interface Rehearsed {
  readonly steps: readonly RehearsedStep[]
  readonly failed: { readonly result: StepResult; readonly error: AnyMigrateError } | undefined
}

async function inTransaction(session: Session, context: Context, plan: Plan, create: readonly string[]): Promise<Rehearsed> {
  const steps: RehearsedStep[] = []
  const together = suspendedTogether(plan)
  const transaction = together === undefined ? await session.begin() : await beginFor(session, context, together)
  try {
    const { footprint, identifier } = context.driver.dialect
    const prints =
      footprint === undefined
        ? undefined
        : await footprints(transaction, footprint, Object.values(quotedTables(context.tables, identifier)))
    for (const text of create) await transaction.run(text)
    let poisoned = false
    for (const step of plan.steps) {
      const reason = poisoned ? 'follows-unproved' : unprovable(step, together, context)
      if (reason !== undefined) {
        poisoned = true
        steps.push(skipped(session, step, reason))
        continue
      }
      const outcome = await one(session, transaction, context, step)
      if ('error' in outcome) return { steps, failed: outcome }
      steps.push({ ...outcome, footprint: await prints?.next() })
    }
    return { steps, failed: undefined }
  } finally {
    await rollback(transaction)
  }
}

async function one(
  session: Session,
  transaction: Transaction,
  context: Context,
  step: Step,
): Promise<Omit<RehearsedStep, 'footprint'> | { readonly result: StepResult; readonly error: AnyMigrateError }> {
  const time = watch(session)
  const affected: number[] = []
  if (step.kind !== 'atomic' && step.kind !== 'record') throw new RangeError(`migration '${step.id}' cannot be rehearsed`)
  context.notify({ type: 'step.started', step })
  let at: number | undefined
  try {
    const there = await isThere(transaction, step)
    for (const part of atomicParts(step, context)) {
      if (there && part.kind === 'statement') continue
      at = part.kind === 'statement' ? part.n : undefined
      if (part.kind === 'foreign-keys') {
        await assertNothingDangles(transaction, context, step)
        continue
      }
      if (part.kind === 'kept') continue
      if (part.kind === 'finish') {
        await finishReceipt(transaction, context, step, undefined)
        continue
      }
      const outcome = await transaction.run(part.text)
      if (part.kind === 'statement') affected.push(outcome.affected)
    }
  } catch (error) {
    return { result: time.result(step, 'rolled back'), error: failure(step, error, at, 'rolled back') }
  }
  return { ...time.result(step, 'rolled back'), proof: { proved: true, where: 'transaction' }, affected }
}

type Reason = Extract<Proof, { readonly proved: false }>['because']

/** Foreign keys cannot be switched within a transaction: they are suspended for all steps of it, or for none. A step that wants it, if all do. */
function suspendedTogether({ steps }: Plan): Step | undefined {
  const wanting = steps.filter((step) => step.kind === 'atomic' && step.foreignKeys === 'suspended')
  return steps.every((step) => step.kind === 'record' || wanting.includes(step)) ? wanting[0] : undefined
}

/** A rollback undoes no PRAGMA and no ATTACH, and a connection that others have is not closed after it. */
const KEEPS_SETTINGS: ReadonlySet<DialectFamily> = new Set<DialectFamily>(['sqlite'])

function unprovable(step: Step, together: Step | undefined, { driver }: Context): Reason | undefined {
  switch (step.kind) {
    case 'record':
      return undefined
    case 'atomic':
      if (step.foreignKeys === 'suspended' && together === undefined) return 'foreign-keys-suspended'
      return KEEPS_SETTINGS.has(driver.dialect.family) &&
        driver.capabilities.session === 'stateless' &&
        leavesMark(step, driver.dialect.family, 'session')
        ? 'connection-changed'
        : undefined
    case 'journaled':
      return 'transaction-forbidden'
    // A function may do things that no rollback takes back.
    case 'code':
    case 'steps':
      return 'code-script'
    default:
      return step satisfies never
  }
}

function skipped(session: Session, step: Step, because: Reason): RehearsedStep {
  return { ...watch(session).result(step, 'rolled back'), proof: { proved: false, because }, affected: undefined, footprint: undefined }
}
