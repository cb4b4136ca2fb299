// Owns: the loop of a run: read, plan, execute; overtaken or kept waiting, read again. A lost commit is settled first.
// Must not know: SQL text, how a step is executed, how a report is shown.

import type { Session } from '../../model/driver.ts'
import { isMigrateError, MigrateError } from '../../model/error.ts'
import type { Journal } from '../../model/journal.ts'
import type { Plan, Planning, Step } from '../../model/plan.ts'
import type { Problem } from '../../model/problem.ts'
import type { Report, StepResult } from '../../model/report.ts'
import { leavesMark } from '../../pure/statement/leaves-mark.ts'
import type { CodeOf } from '../step/code-of.ts'
import { asMigrateError, type Connection, withConnection } from '../context/connection.ts'
import type { Context } from '../context/context.ts'
import { needsLease } from '../step/execute.ts'
import type { Executed } from '../step/executed.ts'
import type { Lease } from '../journal/lease.ts'
import { advance, type Advance } from './advance.ts'
import { refusals } from './refusals.ts'
import { traced } from '../context/notify.ts'
import { settleAll } from '../step/settle.ts'
import { settleLanes } from '../step/settle-lanes.ts'
import { mayTryAgain, throwIfAborted, turn } from '../context/turn.ts'

export interface Errand {
  /** Reads what a database without a history would be planned from, while it is asked whether it is one. Never rejects. */
  expectNothing(): Promise<void>
  /** The plan for what is left to do, given this history. Called again whenever the history changed under the run. */
  plan(journal: Journal, session: Session): Promise<Planning>
  /** What the lines that follow in the same call would make and may not, once this plan has run. */
  refusedLater(plan: Plan, session: Session): Promise<readonly Problem[]>
  /** Whether another tool may have applied what the plan would do. */
  mayBeOthers(plan: Plan): boolean
  readonly code: CodeOf
}

/** Operational failures come back as a report. Throws on misuse only: `MigrateError` with code `INVALID`. */
export async function run(context: Context, errand: Errand): Promise<Report> {
  const report = await traced(context.observed, () => runUntraced(context, errand))
  context.notify({ type: 'run.done', report })
  return report
}

/** As `run`, in a database that is not the user's: nobody who listens should take it for his. */
export function runUntraced(context: Context, errand: Errand): Promise<Report> {
  return withConnection(context, (connection) => loop(context, errand, connection))
}

async function loop(context: Context, errand: Errand, connection: Connection): Promise<Report> {
  const done: StepResult[] = []
  let warnings: readonly Problem[] = []
  let planned: readonly string[] = []
  let failed: StepResult | undefined
  /** Sent, and nobody can be asked what became of them: neither done nor left. */
  let doubtful: readonly string[] = []
  let undone: readonly string[] = []
  let lease: Lease | undefined
  let queue = turn(context)
  const refused = refusals(context)
  try {
    for (;;) {
      throwIfAborted(context.signal, undefined)
      const next = await attempt(() => advance(connection, context, onward(errand, done), lease))
      if (next.kind === 'planned-nothing') return ended(next.warnings)
      if (next.kind === 'blocked') return { outcome: 'blocked', problems: next.problems, done, roundTrips: connection.roundTrips }
      if (next.kind === 'leased') {
        lease = next.lease
        continue
      }
      if (next.kind === 'busy-reading') {
        await queue.again(next.error)
        continue
      }
      const { executed, plan, complete } = next
      warnings = next.warnings
      done.push(...executed.results)
      planned = plan.steps.map(({ id }) => id)
      if (executed.results.length > 0) queue = turn(context)
      switch (executed.kind) {
        case 'done':
          if (complete) return ended(warnings)
          // Another session, where the one that is left would not be as the next migration expects it.
          if (executed.results.length > 0) await fresh(connection, plan.steps[executed.results.length - 1], context)
          break
        case 'busy':
          if (executed.session === 'disturbed') {
            // Another one begins as the script expects, or is refused by name. The lease is told of the session that has it.
            await lease?.release(connection.current)
            lease = undefined
            await connection.lost()
          }
          await queue.again(executed.error)
          break
        case 'overtaken':
          await refused.note(executed, plan.steps[executed.results.length], lease === undefined ? 'nothing' : 'what it finished')
          break
        case 'lost': {
          const dead = connection.id
          await connection.lost()
          const inLanes = lease !== undefined && executed.steps.every((step) => step.kind === 'record' || needsLease(step, context))
          const settled = inLanes
            ? await settleLanes(connection, context, executed, dead, lease)
            : await settleAll(connection, context, executed)
          // Settled with the token given up: whatever goes on needs a new one. Where nobody could be told, its heart still beats.
          if (inLanes) {
            await lease?.release(connection.current)
            lease = undefined
          }
          done.push(...settled.results)
          if (settled.kind === 'failed') {
            failed = settled.failed
            if (failed.transaction === 'unknown') doubtful = executed.steps.map(({ id }) => id)
            throw settled.error
          }
          if (complete && settled.results.length === executed.steps.length) return ended(warnings)
          break
        }
        case 'failed':
          failed = executed.failed
          undone = executed.undone ?? []
          throw executed.error
        case 'broke':
          throw executed.error
        case 'stopped':
          throwIfAborted(context.signal, done.at(-1)?.id)
          break
        default:
          executed satisfies never
      }
    }
  } catch (thrown) {
    const error = asMigrateError(thrown, 'migrating')
    if (!isMigrateError(error) || error.code === 'INVALID') throw thrown
    const begun = new Set([...done.map(({ id }) => id), ...doubtful, ...undone, failed?.id])
    const left = planned.filter((id) => !begun.has(id))
    return { outcome: 'failed', error, failed, done, undone, left, roundTrips: connection.roundTrips }
  } finally {
    await lease?.release(connection.current)
  }

  function ended(found: readonly Problem[]): Report {
    const { roundTrips } = connection
    if (done.length === 0) return { outcome: 'up-to-date', roundTrips, warnings: found }
    return { outcome: 'migrated', steps: done, roundTrips, warnings: found }
  }
}

/** Nothing is run twice, not even where a connection shows another database than the one before it. */
function onward(errand: Errand, done: readonly StepResult[]): Errand {
  return {
    ...errand,
    async plan(journal, session) {
      const planning = await errand.plan(journal, session)
      const committed = new Set(done.map(({ id }) => id))
      const again = planning.ok ? planning.plan.steps.find(({ id }) => committed.has(id)) : undefined
      if (again === undefined) return planning
      throw new MigrateError(
        'DATABASE',
        `Migration '${again.id}' is committed, and a connection that was opened after it does not see that: it reads a replica that is behind, or another database. What was applied stays applied; nothing else was run. Give an address that always leads to the same one.`,
        { reason: 'unknown', during: 'reading the history again' },
      )
    },
  }
}

async function fresh(connection: Connection, step: Step | undefined, { driver }: Context): Promise<void> {
  if (step === undefined || !leavesMark(step, driver.dialect.family, 'session')) return
  await connection.lost()
  // There is more to write: one that can only read would be given back at once.
  await connection.session('write')
}

type Attempted = Advance | { readonly kind: 'busy-reading'; readonly error: Extract<Executed, { readonly kind: 'busy' }>['error'] }

async function attempt(work: () => Promise<Advance>): Promise<Attempted> {
  try {
    return await work()
  } catch (error) {
    if (mayTryAgain(error)) return { kind: 'busy-reading', error }
    throw error
  }
}
