// Owns: the smallest sound driver for a server: a connection for each session.
// Must not know: which client, which engine.

import { DriverError, type Capabilities, type Dialect, type Driver, type Session } from '@godwit/core/driver'
import { sessionOn } from './session.ts'
import type { Line } from './line.ts'

export interface Reference {
  readonly name: string
  readonly dialect: Dialect
  readonly capabilities: Capabilities
  /** Rejects with `DriverError`. The dialect is what the server turned out to read. */
  connect(): Promise<{ readonly line: Line; readonly dialect: Dialect }>
}

export function driverOf({ connect, ...declared }: Reference): Driver {
  const sessions = new Set<Session>()
  return {
    ...declared,
    open: async (_, signal) => {
      if (signal?.aborted === true) throw new DriverError({ reason: 'connection', message: 'cancelled', outcome: 'not-applied' })
      const { line, dialect } = await connect()
      const session = sessionOn(line, dialect, declared.capabilities)
      sessions.add(session)
      return session
    },
    close: async () => {
      for (const session of sessions) await session.close()
      sessions.clear()
    },
  }
}
