// Owns: what a session is called, in the form that `Dialect.sessions` asks for.
// Must not know: who asks.

import type { Pooler } from './config.ts'
import type { Server } from './server.ts'
import type { Lent, Source } from './source.ts'

export interface Identity {
  /**
   * `<pid>`, the process of the server, as `pg_stat_activity` has it; or `marker:<uuid>:<role>`, where that process may
   * serve somebody else at the next statement.
   */
  readonly id: string | undefined
  /** `/* godwit <uuid> *\/ `, which every text of a session with a marker begins with; otherwise empty. */
  readonly mark: string
}

export const NAMELESS: Identity = { id: undefined, mark: '' }

/**
 * A pooler gives its clients process numbers of its own: that the one that answered is the one of the login tells that
 * nothing is in between. Sessions that share a connection have one process and need names of their own, too.
 */
export function identify({ pid }: Lent, server: Server, pooler: Pooler, { connections }: Source): Identity {
  if (connections === 'many' && pooler !== 'transaction' && (pooler === 'none' || String(pid) === server.pid))
    return { id: server.pid, mark: '' }
  const uuid = crypto.randomUUID()
  return { id: `marker:${uuid}:${server.role}`, mark: `/* godwit ${uuid} */ ` }
}
