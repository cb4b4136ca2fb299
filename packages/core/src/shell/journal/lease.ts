// Owns: the right to run statements that cannot be one transaction: a term on the database's clock, with a token.
// Must not know: which statements.

import { DriverError, isDriverError } from '../../model/driver-error.ts'
import type { Session } from '../../model/driver.ts'
import { MigrateError } from '../../model/error.ts'
import { type LeaseSql, leaseSql } from '../../pure/journal/lease-sql.ts'
import { bounded } from '../context/bounded.ts'
import { elapsed } from '../context/elapsed.ts'
import type { Context } from '../context/context.ts'
import { type Heartbeat, startHeartbeat } from './heartbeat.ts'
import { inTurn, turn } from '../context/turn.ts'

/** How long an end may wait for a server that does not answer. */
const PATIENCE_MS = 3000

/** `beside`: a session of its own keeps a lease alive. `inline`: whoever runs statements does, between them. */
export type Renewal = 'beside' | 'inline'

export interface Lease {
  readonly token: number
  /** Aborted once somebody else has taken over. */
  readonly lost: AbortSignal
  /** Known once the other session is open or refused, which whoever reads the history again need not wait for. */
  renewal(): Promise<Renewal>
  /** What renews it, for those who do so inline. */
  readonly renewalText: string
  /** Whether nobody can have taken over yet, by this machine's clocks. */
  isFresh(): boolean
  /** Makes the term full again; throws `LEASE_LOST` when somebody else has taken over. */
  verify(session: Session): Promise<void>
  /** Nothing more begins under this token, also of what the server was sent already. False where nobody could tell it. */
  halt(): Promise<boolean>
  /** Ends token and term. Bounded, repeatable, and never rejects: a term that is not given back ends by itself. */
  release(session: Session | undefined): Promise<void>
}

/**
 * Waits for its turn; throws `TURN_TIMEOUT` after that. The history must be read again under it. `create`: what makes the tables, in
 * the same message, where they may be missing; repeatable.
 */
export async function acquireLease(session: Session, context: Context, create: readonly string[] = []): Promise<Lease> {
  const { driver, tables, line } = context
  const sql = leaseSql(driver.dialect, tables, line)
  const { token, age } = await tokenFor(session, context, sql, create)
  const lost = new AbortController()
  const term: Term = { age }
  const beside = driver.capabilities.writers === 'many' ? beating(context, sql.renew(token, context.leaseMs), term, lost) : undefined
  return lease(context, sql, token, term, lost.signal, beside)
}

/** Since what renewed it last was sent: before the database counted, so the term ends here first. */
interface Term {
  age: () => number
}

async function tokenFor(
  session: Session,
  context: Context,
  sql: LeaseSql,
  create: readonly string[],
): Promise<{ readonly token: number } & Term> {
  const { run, leaseMs } = context
  const queue = turn(context)
  let missing = create
  for (;;) {
    const age = elapsed()
    const refused = await inTurn(context, () => attempt(session, [missing, sql.acquire(run, session.id, leaseMs)]))
    // Not again once they are there: on a cluster DDL undoes what others have under way on these tables.
    if (refused === undefined) missing = []
    const [row] = (await inTurn(context, () => session.run(sql.read))).rows
    if (row !== undefined && row['owner'] === run) return { token: Number(row['token']), age }
    const owner = row === undefined || row['owner'] === null ? 'somebody' : `run ${String(row['owner'])}`
    const left = row === undefined ? 0 : Math.max(0, Number(row['left_ms']))
    await queue.again(
      refused ??
        new DriverError({
          reason: 'lock-timeout',
          outcome: 'not-applied',
          message: `${owner} holds the lease of line '${context.line}' for another ${left} ms`,
        }),
    )
  }
}

/** Two who make the row, or its table, at the same time: one of them is refused, and finds it there the next time. */
async function attempt(session: Session, blocks: readonly (readonly string[])[]): Promise<DriverError | undefined> {
  try {
    await session.batch(blocks.filter(({ length }) => length > 0).map((statements) => ({ statements, foreignKeys: 'enforced' })))
    return undefined
  } catch (error) {
    if (isDriverError(error) && error.reason === 'constraint' && error.outcome === 'not-applied') return error
    throw error
  }
}

interface Beating {
  /** Undefined where there is no second session. */
  readonly heart: Promise<Heartbeat | undefined>
  /** One that has not begun yet does not begin any more. */
  stop(): Promise<void>
}

/** Nobody waits here: the session opens while its owner reads the history again. */
function beating(context: Context, renewal: string, term: Term, lost: AbortController): Beating {
  const over = new AbortController()
  const begun = async (): Promise<Heartbeat | undefined> => {
    try {
      return await startHeartbeat(context, renewal, over.signal, (beat) => {
        if (beat.kind === 'lost') lost.abort()
        else term.age = beat.age
      })
    } catch (error) {
      if (!isDriverError(error)) throw error
      if (!over.signal.aborted) context.notify({ type: 'lease.inline', reason: error.message })
      return undefined
    }
  }
  const heart = begun()
  // What is no word of the driver's is told to whoever asks for it, and is not nobody's until then.
  heart.catch(() => undefined)
  return {
    heart,
    async stop() {
      over.abort()
      await (await heart)?.stop()
    },
  }
}

function lease(context: Context, sql: LeaseSql, token: number, term: Term, lost: AbortSignal, beside: Beating | undefined): Lease {
  const { line, leaseMs } = context
  let state: 'held' | 'given back' = 'held'
  return {
    token,
    lost,
    renewal: async () => ((await beside?.heart) === undefined ? 'inline' : 'beside'),
    renewalText: sql.renew(token, leaseMs),
    isFresh: () => term.age() < leaseMs * 0.9,
    async verify(session) {
      const age = elapsed()
      const { affected } = await inTurn(context, () => session.run(sql.renew(token, leaseMs)))
      if (affected !== 1) throw leaseLost(line)
      term.age = age
    },
    async halt() {
      return (await (await beside?.heart)?.send(sql.halt(token))) === 1
    },
    async release(session) {
      if (state === 'given back') return
      const patience = Math.min(leaseMs, PATIENCE_MS)
      const told = async (answer: Promise<unknown> | undefined): Promise<void> => {
        const given = answer === undefined ? undefined : await bounded(quietly(answer), patience)
        if (given !== 'too late' && given !== undefined) state = 'given back'
      }
      // On a cluster, who waits for it on another node may have undone this one.
      const persistent = { waitMs: patience, signal: new AbortController().signal, notify: () => undefined }
      await told(session && inTurn(persistent, () => session.run(sql.release(token))))
      if (state === 'held') await told(beside?.heart.then((heart) => heart?.send(sql.release(token))))
      await bounded(quietly(beside?.stop()), patience)
    },
  }
}

/** Whatever keeps a lease from being given back is not why the run ended, and must not hide it. */
async function quietly<Result>(work: Promise<Result> | undefined): Promise<Result | undefined> {
  try {
    return await work
  } catch {
    return undefined
  }
}

export function leaseLost(line: string, cause?: unknown): MigrateError<'LEASE_LOST'> {
  return new MigrateError(
    'LEASE_LOST',
    `Another run took over line '${line}' because this one was silent for too long. This one stopped; what it finished is recorded.`,
    { line },
    { cause },
  )
}
