// Owns: a DataSource as the pool that the driver of pg takes.
// Must not know: TypeORM, sessions.

import type { Pool, PoolClient } from '@godwit/driver-pg'
import { withMembers, type Lending } from './lending.ts'

interface Native extends PoolClient {
  end(): Promise<unknown>
}

/** The driver of pg keeps what it learned of a client by the client itself: the same one has to be the same object. */
interface Known {
  readonly client: PoolClient
  giveBack: () => void
}

const known = new WeakMap<object, Known>()

/** `limit`: how many connections there can be. */
export function pgPool({ lend }: Lending, limit: number): Pool {
  return {
    totalCount: limit,
    // A pool of one would be shared by sessions; here it is the last one of a larger pool, and each session has its own.
    options: { max: Math.max(limit, 2) },
    async connect() {
      const { connection, giveBack } = await lend()
      return clientOf(connection as Native, giveBack)
    },
  }
}

function clientOf(native: Native, giveBack: () => void): PoolClient {
  const before = known.get(native)
  if (before !== undefined) {
    before.giveBack = giveBack
    return before.client
  }
  const release = (destroy?: Error | boolean): void => {
    // TypeORM cannot be told to throw a connection away, but a pool does not keep one that is ending.
    if (destroy !== undefined && destroy !== false) end(native)
    now.giveBack()
  }
  const now: Known = { client: withMembers(native, { release }), giveBack }
  known.set(native, now)
  return now.client
}

function end(native: Native): void {
  // Nobody listens to it from now on, and an error that nobody hears ends the process.
  native.on('error', () => {})
  native.end().catch(() => {})
}
