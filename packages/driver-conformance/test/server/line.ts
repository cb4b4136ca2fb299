// Owns: what the session of a server's reference driver needs of its client.
// Must not know: either client.

import type { DriverError, Outcome, SqlValue } from '@godwit/core/driver'

/** One connection. `send` takes one statement and rejects with whatever the client rejects with. */
export interface Line {
  readonly id: string
  send(text: string, params: readonly SqlValue[] | undefined): Promise<Outcome>
  /** Native error as DriverError. `dead`: the connection cannot be used any more. */
  refused(error: unknown): DriverError
  /** Repeatable and quiet. */
  end(): Promise<void>
}
