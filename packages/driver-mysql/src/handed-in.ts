// Owns: connections and pools that somebody else opened, and closes.
// Must not know: sessions.

import { type DriverError, openingCancelled } from '@godwit/core/driver'
import { drop, type CallbackConnection, type CallbackPool, type CallbackPoolConnection, type Connection, type Pool } from './client.ts'
import { driverError } from './errors.ts'
import { askFacts, type Facts } from './facts.ts'
import { inTime } from './in-time.ts'
import { keepOn, type Keep } from './keep.ts'
import { refusal } from './refusal.ts'
import type { Loan, Source } from './source.ts'
import { openWire, type Wire } from './wire.ts'

const WAIT_MS = 10_000
/** `CLIENT_MULTI_STATEMENTS` */
const MULTI_STATEMENTS = 0x1_0000

export function isPool(source: object): source is Pool {
  return 'getConnection' in source
}

export function isConnection(source: object): source is Connection {
  return 'query' in source && !isPool(source)
}

/** Connections that a session has, whichever driver it belongs to. */
const lent = new WeakSet<CallbackConnection>()

export function oneConnection(source: Connection): Source {
  // One of promises has the other inside.
  const connection = ('connection' in source ? source.connection : source) as CallbackConnection
  return {
    async lend(signal) {
      if (lent.has(connection)) {
        throw refusal(
          'connection',
          'The connection that was handed in is one session, which is open already: close it first, or hand in a pool.',
        )
      }
      lent.add(connection)
      const wire = openWire(connection, secretsOf(connection))
      try {
        return loan(wire, await factsOf(wire, WAIT_MS, signal), keepOn(wire), (condition) => {
          lent.delete(connection)
          // It is not ours to close; whatever is under way on it ends, and its transaction with it.
          if (condition === 'broken' && wire.state === 'alive') void wire.ask('ROLLBACK AND NO CHAIN NO RELEASE').catch(() => {})
        })
      } catch (error) {
        wire.detach()
        lent.delete(connection)
        throw error
      }
    },
    beside: async () => undefined,
    close: async () => {},
  }
}

/** Connections that sessions have of a pool, or wait for, whichever driver they belong to. */
const taken = new WeakMap<CallbackPool, number>()

export function fromPool(source: Pool, waitMs: number = WAIT_MS): Source {
  const pool = ('pool' in source ? source.pool : source) as CallbackPool
  const limit = pool.config?.connectionLimit ?? 0
  const count = (change: 1 | -1): void => void taken.set(pool, (taken.get(pool) ?? 0) + change)
  const isSpent = (): boolean => limit > 0 && (taken.get(pool) ?? 0) >= limit

  async function lend(signal: AbortSignal | undefined): Promise<Loan> {
    // Whoever has one and waits for a second would keep the others waiting, who have one as well.
    if (isSpent()) throw refusal('lock-timeout', spent(limit))
    count(1)
    try {
      const connection = await takeFrom(pool, waitMs, signal)
      const wire = openWire(connection, secretsOf(connection))
      const free = (condition: 'clean' | 'used' | 'broken'): void => {
        count(-1)
        // Its next user would work with what a script had set; the pool makes another, as it makes all of them.
        if (condition !== 'clean' || wire.state === 'dead') drop(connection)
        else connection.release()
      }
      try {
        return loan(wire, await factsOf(wire, waitMs, signal), undefined, free)
      } catch (error) {
        wire.detach()
        // With a question on it that nobody waits for any more, it would keep its next user waiting.
        if (wire.pending > 0 || wire.state === 'dead') drop(connection)
        else connection.release()
        throw error
      }
    } catch (error) {
      count(-1)
      throw error
    }
  }

  return {
    lend,
    beside: async (signal) => (isSpent() ? undefined : await lend(signal)),
    close: async () => {},
  }
}

function spent(limit: number): string {
  const [have, them] = limit === 1 ? ['one connection', 'it'] : [`${limit} connections`, 'them all']
  return `The pool that was handed in gives ${have}, and sessions of Godwit have ${them}. A run takes up to two: raise its connectionLimit.`
}

function loan(wire: Wire, facts: Facts, keep: Keep | undefined, free: (condition: 'clean' | 'used' | 'broken') => void): Loan {
  return {
    wire,
    facts,
    earlier: 0,
    keep,
    // On a node, only with a setting that is the owner's would each COMMIT say what became of it in a message of several: see `facts`.
    messages: takesSeveral(wire.connection) && facts.cluster === 'none' ? 'together' : 'one by one',
    async giveBack(condition) {
      if (condition === 'clean') keep?.forget()
      // Without autocommit, reading has begun one: of ours, as long as the owner had none.
      const begun = condition === 'used' || (condition === 'clean' && facts.autocommit === 'off' && facts.transaction === 'none')
      const left = begun && wire.state === 'alive' ? await undone(wire, keep, condition) : condition
      wire.detach()
      free(left)
    },
  }
}

/** A text may have opened a transaction, or set something: whoever has the connection next must not be in the middle of it. */
async function undone<Condition>(wire: Wire, keep: Keep | undefined, condition: Condition): Promise<Condition | 'broken'> {
  try {
    await inTime(WAIT_MS, undefined, async () => {
      await wire.ask('ROLLBACK AND NO CHAIN NO RELEASE')
      await keep?.restore()
    })
    return condition
  } catch {
    return 'broken'
  }
}

async function factsOf(wire: Wire, waitMs: number, signal: AbortSignal | undefined): Promise<Facts> {
  try {
    return await inTime(waitMs, signal, () => askFacts(wire))
  } catch (error) {
    throw driverError(error, { moment: 'before' })
  }
}

function secretsOf({ config }: CallbackConnection): readonly string[] {
  return typeof config?.password === 'string' ? [config.password] : []
}

function takesSeveral({ config }: CallbackConnection): boolean {
  return config?.clientFlags === undefined ? config?.multipleStatements === true : (config.clientFlags & MULTI_STATEMENTS) !== 0
}

/** A pool whose connections are all in use lets one wait for ever. */
function takeFrom(pool: CallbackPool, waitMs: number, signal: AbortSignal | undefined): Promise<CallbackPoolConnection> {
  return new Promise((resolve, reject) => {
    let state: 'waiting' | 'given up' = 'waiting'
    const giveUp = (why: DriverError): void => {
      state = 'given up'
      clearTimeout(timer)
      reject(why)
    }
    const late = `The pool that was handed in had no free connection within ${waitMs} milliseconds.`
    const timer = setTimeout(() => giveUp(refusal('connection', late, 'ETIMEDOUT')), waitMs)
    const abort = (): void => giveUp(openingCancelled())
    signal?.addEventListener('abort', abort, { once: true })
    pool.getConnection((error, connection) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      if (error !== null && error !== undefined) return reject(driverError(error, { moment: 'before' }))
      // It came too late for us, and others may be waiting.
      if (state === 'given up') return void connection.release()
      resolve(connection)
    })
  })
}
