// Owns: finding out what became of statements that an earlier run left open: by asking the server, never by trying again blindly.
// Must not know: SQL text, plans.

import type { Session } from '../../model/driver.ts'
import { DriverError, isDriverError } from '../../model/driver-error.ts'
import type { Journal, StepRecord } from '../../model/journal.ts'
import { presenceFrom } from '../../pure/journal/journal-from.ts'
import { openRecords } from '../../pure/journal/unresolved.ts'
import { type Evidence, judge, type Judgement, settledJournal, type Work } from '../../pure/journal/verdict.ts'
import type { Context } from '../context/context.ts'
import { type Lease, leaseLost } from './lease.ts'
import { inTurn, turn } from '../context/turn.ts'

/** Asks once and waits for nobody. */
export async function evidenceOf(session: Session, context: Context, record: StepRecord): Promise<Evidence> {
  const { dialect } = context.driver
  const work = await workOf(session, context, record)
  const effect = record.intent?.kind === 'statement' ? record.intent.effect : undefined
  const probe = effect === undefined ? undefined : dialect.probe(effect, 'found')
  if (probe === undefined) return { work, now: undefined }
  const [row] = (await session.run(`SELECT ${probe} AS now`)).rows
  return { work, now: presenceFrom(row?.['now']) }
}

async function workOf(session: Session, { driver }: Context, { session: id, startedAt }: StepRecord): Promise<Work> {
  const { sessions } = driver.dialect
  if (sessions === undefined) return 'ended'
  const query = id === undefined ? undefined : sessions.running(id, startedAt)
  if (query === undefined) return 'unknown'
  const [row] = (await session.run(query)).rows
  if (row === undefined) return 'ended'
  const { state } = row
  return state === 'elsewhere' || state === 'hidden' ? state : 'running'
}

/** What a run would make of the history, for those who only look. */
export async function foresee(session: Session, context: Context, journal: Journal): Promise<Journal> {
  const judgements = new Map<StepRecord, Judgement>()
  const hidden = new Set<StepRecord>()
  for (const record of openRecords(journal, context.line)) {
    const evidence = await evidenceOf(session, context, record)
    judgements.set(record, judge(record, evidence))
    if (evidence.work === 'hidden') hidden.add(record)
  }
  return unsighted(settledJournal(journal, judgements), hidden, context)
}

/** What is left open says what would show more. */
function unsighted(journal: Journal, hidden: ReadonlySet<StepRecord>, { driver }: Context): Journal {
  const sight = driver.dialect.sessions?.sight
  if (journal.kind === 'absent' || hidden.size === 0 || sight === undefined) return journal
  return { ...journal, steps: journal.steps.map((record) => (hidden.has(record) ? { ...record, sight } : record)) }
}

/**
 * Under the lease, before any statement: waits for what is still at work, then writes down what is known. What nobody can
 * know stays open, and the plan is refused because of it.
 */
export async function settleRecords(session: Session, context: Context, journal: Journal, lease: Lease): Promise<Journal> {
  const judgements = new Map<StepRecord, Judgement>()
  const hidden = new Set<StepRecord>()
  for (const record of openRecords(journal, context.line)) {
    await atRest(session, context, record)
    const evidence = await inTurn(context, () => evidenceOf(session, context, record))
    const judgement = judge(record, evidence)
    judgements.set(record, judgement)
    if (evidence.work === 'hidden') hidden.add(record)
    await writeDown(session, context, record, judgement, lease)
    const { line, id, n } = record
    if (judgement !== 'wait') context.notify({ type: 'statement.settled', line, id, n, judgement })
  }
  return unsighted(settledJournal(journal, judgements), hidden, context)
}

/** Waits until the record's session is at work no more; throws `TURN_TIMEOUT` when the wait is used up. */
export async function atRest(session: Session, context: Context, record: StepRecord): Promise<void> {
  const { line, id, n, startedAt } = record
  const since = performance.now()
  const queue = turn(context)
  let cancelled: 'no' | 'tried' = context.predecessor === 'cancel' ? 'no' : 'tried'
  for (;;) {
    const work = await inTurn(context, () => workOf(session, context, record))
    if (work !== 'running') return
    const by = record.session ?? ''
    context.notify({ type: 'session.waiting', line, id, n, session: by, waitedMs: Math.round(performance.now() - since) })
    if (cancelled === 'no') await cancel(session, context, by, startedAt)
    cancelled = 'tried'
    await queue.again(
      new DriverError({
        reason: 'lock-timeout',
        outcome: 'not-applied',
        message: `session ${by} is still at work on statement ${n + 1} of migration '${id}', which an earlier run began`,
      }),
    )
  }
}

/** Refused where it has ended in between; whether it has is asked again anyway. */
async function cancel(session: Session, { driver }: Context, id: string, startedAt: string): Promise<void> {
  const text = driver.dialect.sessions?.cancel(id, startedAt)
  if (text === undefined) return
  try {
    await session.run(text)
  } catch (error) {
    if (!isDriverError(error) || error.outcome === 'unknown') throw error
  }
}

async function writeDown(session: Session, context: Context, record: StepRecord, judgement: Judgement, { token }: Lease): Promise<void> {
  const { stepSql, line } = context
  const write = async (text: string): Promise<void> => {
    const { affected } = await inTurn(context, () => session.run(text))
    if (affected !== 1) throw leaseLost(line)
  }
  switch (judgement) {
    case 'took-effect':
      return write(stepSql.close(record, record.n, token))
    // What it left half made is found, and removed, before it runs again.
    case 'did-not-happen':
    case 'repeat':
      return write(stepSql.withdraw(record, record.n, token))
    case 'unresolved':
    case 'wait':
      return undefined
    default:
      return judgement satisfies never
  }
}
