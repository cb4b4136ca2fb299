// Owns: what the driver needs of where connections come from.
// Must not know: where that is.

import type { Dialect } from '@godwit/core/driver'
import type { Connection } from './connection.ts'
import type { Limit } from './limit.ts'

export interface Lent {
  readonly connection: Connection
  /** The number of the process that the client logged in to, where one can be trusted to be ours alone. */
  readonly pid: number | undefined
  /** `ours`: nobody else will use it, so that settings of the whole session may be made. */
  readonly owner: 'ours' | 'theirs'
  /** Whether whoever has it next may be given another. Where not, what a session leaves on it has to be put back. */
  readonly another: 'possible' | 'impossible'
  /** What the server said at the login. */
  readonly dialect: Dialect | undefined
  readonly giveBack: () => Promise<void>
}

export interface Source {
  /** `one`: all sessions share a connection. */
  readonly connections: 'many' | 'one'
  /** Rejects with `DriverError`. */
  lend(limit: Limit): Promise<Lent>
  close(): Promise<void>
}
