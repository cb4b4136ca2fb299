// Owns: the right to run statements that cannot be one transaction: a term on the database's clock, with a token.
// Must not know: which statements.

import type { Session } from '../model/driver.ts'
import { MigrateError } from '../model/error.ts'
import { leaseSql } from '../pure/lease-sql.ts'
import type { Context } from './context.ts'
import { inTurn, turn } from './turn.ts'
import { DriverError, isDriverError } from '../model/driver-error.ts'

/** A third of it passes between two renewals; a dead owner is succeeded after it. Milliseconds. */
export const TERM = 30_000

export interface Lease {
  readonly token: number
  /** Makes the term full again; throws `LEASE_LOST` when somebody else has taken over. */
  renew(): Promise<void>
  /** Bounded, and never hides an earlier error: a term that is not given back ends by itself. */
  release(): Promise<void>
}

export async function acquireLease(session: Session, context: Context): Promise<Lease> {
  const { driver, tables, line, run, signal, notify, waitMs } = context
  const sql = leaseSql(driver.dialect, tables, line)
  await inTurn(context, async () => {
    try {
      await session.run(sql.ensure)
    } catch (error) {
      if (!isDriverError(error) || error.reason !== 'constraint') throw error
    }
  })
  const queue = turn({ waitMs, signal, notify })
  for (;;) {
    const { affected } = await inTurn(context, () => session.run(sql.acquire(run, session.id, TERM)))
    const [row] = (await session.run(sql.read)).rows
    if (affected === 1 && row !== undefined && row['owner'] === run) return lease(Number(row['token']))
    const owner = row === undefined ? 'nobody' : String(row['owner'])
    const left = row === undefined ? 0 : Number(row['left_ms'])
    await queue.again(
      new DriverError({
        reason: 'lock-timeout',
        outcome: 'not-applied',
        message: `run ${owner} holds the lease of line '${line}' for another ${left} ms`,
      }),
    )
  }

  function lease(token: number): Lease {
    return {
      token,
      async renew() {
        const { affected } = await inTurn(context, () => session.run(sql.renew(token, TERM)))
        if (affected !== 1)
          throw new MigrateError(
            'LEASE_LOST',
            `Another run took over line '${line}' because this one was silent for too long. This one stopped; what it finished is recorded.`,
            { line },
          )
      },
      async release() {
        try {
          await session.run(sql.release(token))
        } catch (error) {
          if (!isDriverError(error)) throw error
        }
      },
    }
  }
}
