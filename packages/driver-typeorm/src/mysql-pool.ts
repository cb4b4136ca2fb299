// Owns: a DataSource as the pool that the driver of mysql2 takes.
// Must not know: TypeORM, sessions.

import type { CallbackPool, CallbackPoolConnection, Pool } from '@godwit/driver-mysql'
import { refusal } from './errors.ts'
import { withMembers, type Lending } from './lending.ts'

type Done = Parameters<CallbackPool['getConnection']>[0]

/** `limit`: how many connections there can be. */
export function mysqlPool(lending: Lending, limit: number): Pool & CallbackPool {
  return {
    config: { connectionLimit: limit },
    getConnection(done: Done) {
      // Never rejects: whoever waits is told by `done`.
      void deliver(lending, done)
    },
    query() {
      throw refusal('connection', 'A session takes a connection, and asks that.')
    },
  }
}

async function deliver({ lend }: Lending, done: Done): Promise<void> {
  const answer = await lend().catch((error: unknown) => ({ error }))
  if ('error' in answer) {
    done(answer.error, undefined as never)
    return
  }
  const { giveBack } = answer
  const native = answer.connection as CallbackPoolConnection
  const destroy = (): void => {
    native.destroy()
    // The pool has let go of it; this tells TypeORM.
    giveBack()
  }
  done(null, withMembers(native, { release: giveBack, destroy }))
}
