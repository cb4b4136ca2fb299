// Owns: a DataSource as the pool that the driver of mysql2 takes.
// Must not know: TypeORM, sessions.

import type { Pool } from '@godwit/driver-mysql'
import { withMembers, type Lending } from './lending.ts'

type CallbackPool = Extract<Pool, { readonly config?: unknown }>
type PoolConnection = Parameters<Parameters<CallbackPool['getConnection']>[0]>[1]

/** `limit`: how many connections there can be. */
export function mysqlPool({ lend }: Lending, limit: number): Pool {
  const pool: CallbackPool = {
    config: { connectionLimit: limit },
    getConnection(done) {
      lend().then(
        ({ connection, giveBack }) => {
          const native = connection as PoolConnection
          const destroy = (): void => {
            native.destroy()
            // The pool has let go of it; this tells TypeORM.
            giveBack()
          }
          done(null, withMembers(native, { release: giveBack, destroy }))
        },
        (error: unknown) => done(error, undefined as never),
      )
    },
  }
  return pool
}
