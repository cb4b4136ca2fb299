// Owns: a DataSource as the pool that the driver of mysql2 takes.
// Must not know: TypeORM, sessions.

import type { Pool } from '@godwit/driver-mysql'
import { withMembers, type Lending } from './lending.ts'

type CallbackPool = Extract<Pool, { readonly config?: unknown }>
type Done = Parameters<CallbackPool['getConnection']>[0]
type PoolConnection = Parameters<Done>[1]

/** `limit`: how many connections there can be. */
export function mysqlPool(lending: Lending, limit: number): Pool {
  const pool: CallbackPool = {
    config: { connectionLimit: limit },
    getConnection: (done) => void deliver(lending, done),
  }
  return pool
}

/** Never rejects: whoever waits is told by `done`. */
async function deliver({ lend }: Lending, done: Done): Promise<void> {
  const answer = await lend().catch((error: unknown) => ({ error }))
  if ('error' in answer) return void done(answer.error, undefined as never)
  const { giveBack } = answer
  const native = answer.connection as PoolConnection
  const destroy = (): void => {
    native.destroy()
    // The pool has let go of it; this tells TypeORM.
    giveBack()
  }
  done(null, withMembers(native, { release: giveBack, destroy }))
}
