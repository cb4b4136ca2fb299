// Owns: migrations that are not one transaction, executed: each group recorded, resumable at the exact statement.
// Must not know: SQL text, how an open record of an earlier run is settled.

import { type DriverError, isDriverError } from '../../model/driver-error.ts'
import type { Session } from '../../model/driver.ts'
import type { StepResult } from '../../model/report.ts'
import type { Settlement } from '../../model/settlement.ts'
import { disturbsVariables } from '../../pure/statement/continuation-mysql.ts'
import { stepsFrom } from '../../pure/journal/journal-from.ts'
import type { Context } from '../context/context.ts'
import { type Executed, failure, watch, type Watch } from './executed.ts'
import { findOut } from '../journal/find-out.ts'
import { isThere } from './is-there.ts'
import { type LaneContext, type LanePart, type LaneStep, type Piece, piecesOf, receiptPiece } from './lane-pieces.ts'
import { type Lease, leaseLost } from '../journal/lease.ts'
import { leavesParts } from './leaves-parts.ts'
import { noteRan } from './ran-here.ts'
import { removeRemains, tellRemains } from './remains.ts'
import { sendPieces, type Sent } from './send-pieces.ts'
import { unkeptFor } from './unkept-for.ts'
import { inTurn, mayTryAgain, throwIfAborted } from '../context/turn.ts'
import { withdrawn } from './withdrawn.ts'

/** What one call of `runLanes` knows of its way. */
interface Way {
  readonly context: LaneContext
  readonly session: Session
  readonly steps: readonly LaneStep[]
  readonly results: StepResult[]
  readonly time: Watch
  /** Of the first step without a result: whether any of it holds. */
  some: 'none' | 'some'
  announced: number
}

/** `lease` must have been taken before the history was read for this plan; there is none where all steps only record. */
export async function runLanes(session: Session, given: Context, steps: readonly LaneStep[], lease: Lease | undefined): Promise<Executed> {
  const signal = lease === undefined ? given.signal : AbortSignal.any([given.signal, lease.lost])
  const unkept = await unkeptFor(session, steps)
  const renewal = (await lease?.renewal()) ?? 'inline'
  const context: LaneContext = { ...given, run: given.run, signal, lease, renewal, sessionId: session.id, unkept }
  const way: Way = { context, session, steps, results: [], time: watch(session), some: 'none', announced: 0 }
  // Of what the server was sent, it begins nothing more; without that brake the batch is stopped between two blocks.
  let brake: 'free' | 'pulled' = 'free'
  const pull = (): void => {
    if (given.driver.capabilities.batch === 'atomic') return
    brake = renewal === 'beside' ? 'pulled' : 'free'
    void (async () => {
      if ((await lease?.halt()) === false) brake = 'free'
    })()
  }
  given.signal.addEventListener('abort', pull)
  try {
    for await (const pieces of segments(way)) {
      if (signal.aborted) return await stopped(way, 'before')
      announce(way, pieces[0])
      const sent = await sendPieces(session, context, pieces, (index) => {
        held(way, pieces[index])
        if (signal.aborted && brake === 'free') return 'stop'
        announce(way, pieces[index + 1])
        return 'continue'
      })
      const ended = await endOf(way, pieces, sent)
      if (ended !== undefined) return ended
    }
    return { kind: 'done', results: way.results }
  } catch (error) {
    return failed(way, error, undefined, settlementOf(way))
  } finally {
    given.signal.removeEventListener('abort', pull)
  }
}

/** As many pieces as can be sent without looking at an answer in between. */
async function* segments({ session, context, steps }: Way): AsyncGenerator<readonly Piece[]> {
  let segment: Piece[] = []
  for (const step of steps) {
    let pieces = piecesOf(step, context)
    if (step.kind === 'journaled' && step.check !== undefined) {
      if (segment.length > 0) yield segment
      segment = []
      if (await inTurn(context, () => isThere(session, step))) pieces = [receiptPiece(step, context, 0)]
    }
    for (const piece of pieces) {
      if (piece.remains?.ours === 'surely') {
        if (segment.length > 0) yield segment
        segment = []
        await removeRemains(session, context, piece.step, piece.remains)
      }
      segment.push(piece)
    }
  }
  if (segment.length > 0) yield segment
}

function announce(way: Way, piece: Piece | undefined): void {
  const index = piece === undefined ? -1 : way.steps.indexOf(piece.step)
  if (piece === undefined || index < way.announced) return
  way.announced = index + 1
  way.context.notify({ type: 'step.started', step: piece.step })
}

function held(way: Way, piece: Piece | undefined): void {
  if (piece === undefined) return
  const { step, parts } = piece
  const { line, id } = step
  const total = step.kind === 'journaled' ? step.statements.length : 0
  for (const part of parts) {
    if (part.kind !== 'statement') continue
    noteRan(way.session, step, part.n + 1)
    way.context.notify({ type: 'statement.done', line, id, n: part.n, total })
  }
  if (piece.kind === 'settings' && step.kind === 'journaled') noteRan(way.session, step, step.from)
  if (piece.kind !== 'settings') way.some = 'some'
  if (piece.kind !== 'receipt') return
  const result = way.time.result(step, 'committed')
  way.results.push(result)
  way.some = 'none'
  way.context.notify({ type: 'step.done', result })
}

async function endOf(way: Way, pieces: readonly Piece[], sent: Sent): Promise<Executed | undefined> {
  switch (sent.kind) {
    case 'all':
      return undefined
    case 'stopped':
      return stopped(way, 'during')
    case 'error': {
      const { part, error } = sent
      const piece = pieces[sent.at]
      if (piece === undefined) throw new RangeError(`the driver ${way.context.driver.name} named a block that was not sent`)
      if (error.outcome === 'unknown' || part === undefined)
        return { kind: 'lost', results: way.results, steps: way.steps.slice(way.results.length), error }
      return refused(way, piece, part, error)
    }
    default:
      return sent satisfies never
  }
}

async function refused(way: Way, piece: Piece, part: LanePart, error: DriverError): Promise<Executed> {
  const { context, session, results } = way
  const { lease } = context
  const { step } = piece
  switch (part.kind) {
    case 'record':
    case 'receipt':
      if (error.reason !== 'constraint') break
      // Either the lease is another's, or it was halted, or somebody wrote without one.
      await lease?.verify(session)
      if (context.signal.aborted) return stopped(way, 'before')
      return { kind: 'overtaken', results, claim: 'receipt', id: step.id }
    case 'statement':
      if (piece.kind === 'alone' && leavesParts(session, context, step, part.n, error)) return failed(way, error, part.n, 'unknown')
      // Certainly refused: the statement is simply next in line after the mend.
      if (piece.kind === 'alone' && (await withdrawn(session, context, step, part.n)) === 'connection gone')
        return { kind: 'lost', results, steps: way.steps.slice(results.length), error, refused: part.n }
      if (mayTryAgain(error)) return { kind: 'busy', results, error, session: sessionAfter(way, piece, part.n) }
      return tellRemains(session, context, piece, failed(way, error, part.n, settlementOf(way)))
    case 'close':
      // It did happen, and only that is not written yet. Where it cannot be, the record stays open, and evidence decides.
      way.some = 'some'
      noteRan(session, step, part.n + 1)
      await inTurn(context, () => session.run(part.text))
      return { kind: 'busy', results, error }
    case 'afterwards':
      // A node of a cluster says only behind a commit that it undid it. Either way the records say what holds.
      if (piece.kind === 'transaction' && mayTryAgain(error)) return { kind: 'busy', results, error }
      // Some of what it did may hold and some not: its record stays.
      return { kind: 'lost', results, steps: way.steps.slice(results.length), error }
    case 'renew':
    case 'setting':
    case 'begin':
    case 'commit':
      break
    default:
      return part satisfies never
  }
  if (!mayTryAgain(error)) return failed(way, error, undefined, settlementOf(way))
  return { kind: 'busy', results, error, session: part.kind === 'setting' ? 'disturbed' : 'as it was' }
}

/** The attempt was taken back; what it did to variables was not. */
function sessionAfter({ context }: Way, { step, parts }: Piece, n: number): 'as it was' | 'disturbed' {
  if (step.kind !== 'journaled' || context.driver.dialect.family !== 'mysql') return 'as it was'
  const first = parts.find(({ kind }) => kind === 'statement')
  const from = first?.kind === 'statement' ? first.n : n
  return disturbsVariables(step.statements, from, n) ? 'disturbed' : 'as it was'
}

/** Ended by a signal. `during`: what was under way may have been cut short, so its records are asked. */
async function stopped(way: Way, when: 'before' | 'during'): Promise<Executed> {
  const { context, session, results, steps } = way
  const step = steps[results.length]
  const lost = context.lease?.lost.aborted === true ? leaseLost(context.line) : undefined
  if (step === undefined) return lost === undefined ? { kind: 'stopped', results } : { kind: 'broke', results, error: lost }
  const settlement = when === 'before' ? settlementOf(way) : await recorded(session, context, step)
  if (lost !== undefined) return failed(way, lost, undefined, settlement)
  if (settlement === 'rolled back') return { kind: 'stopped', results }
  try {
    throwIfAborted(context.signal, step.id)
  } catch (error) {
    return failed(way, error, undefined, settlement)
  }
  return { kind: 'stopped', results }
}

function recorded(session: Session, context: LaneContext, step: LaneStep): Promise<Settlement> {
  const { line, id, seq } = step
  return findOut(context, async (patient) => {
    const { rows } = await inTurn(patient, () => session.run(context.stepSql.read(step)))
    const records = stepsFrom(rows.map((row) => ({ ...row, line, id, seq })))
    if (records.some(({ state }) => state !== 'done')) return 'unknown'
    return records.length > 0 ? 'partly committed' : 'rolled back'
  })
}

/** Of the first step without a result, as long as every answer has come. */
function settlementOf({ steps, results, some }: Way): Settlement {
  const step = steps[results.length]
  return some === 'some' || (step?.kind === 'journaled' && step.from > 0) ? 'partly committed' : 'rolled back'
}

function failed(way: Way, error: unknown, n: number | undefined, settlement: Settlement): Executed {
  const step = way.steps[way.results.length]
  if (step === undefined) throw error
  if (isDriverError(error) && error.outcome === 'unknown')
    return { kind: 'lost', results: way.results, steps: way.steps.slice(way.results.length), error }
  return { kind: 'failed', results: way.results, failed: way.time.result(step, settlement), error: failure(step, error, n, settlement) }
}
