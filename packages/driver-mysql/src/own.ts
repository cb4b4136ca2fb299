// Owns: connections that the driver itself opens: how many wait, how long, and how they end.
// Must not know: sessions.

import { drop } from './client.ts'
import { connect, type Line, type Target } from './connect.ts'
import type { Loan, Source } from './source.ts'

/** How long a connection waits for its next session, milliseconds. Core opens one for reading, and at once one for writing. */
const WAITING_MS = 5000
const GOODBYE_MS = 1000

export function ownConnections(target: Target): Source {
  const idle = new Map<Line, NodeJS.Timeout>()
  const messages = target.multipleStatements === 'off' ? 'one by one' : 'together'

  function takeIdle(): Line | undefined {
    for (const [line, timer] of idle) {
      idle.delete(line)
      clearTimeout(timer)
      if (line.wire.state === 'dead') continue
      line.wire.connection.stream?.ref?.()
      return line
    }
    return undefined
  }

  /** One at most: a second session at the same time is rare, and a connection that waits costs the server one. */
  function keep(line: Line): boolean {
    if (idle.size > 0 || line.wire.state === 'dead') return false
    const timer = setTimeout(() => {
      idle.delete(line)
      void end(line)
    }, WAITING_MS)
    // Neither may keep a process alive that has nothing else to do.
    timer.unref()
    line.wire.connection.stream?.unref?.()
    idle.set(line, timer)
    return true
  }

  async function lend(signal: AbortSignal | undefined): Promise<Loan> {
    const waiting = takeIdle()
    const line = waiting ?? (await connect(target, signal))
    return {
      ...line,
      earlier: waiting?.wire.roundTrips ?? 0,
      messages,
      keep: undefined,
      async giveBack(condition) {
        if (condition === 'clean' && keep(line)) return
        if (condition === 'broken') drop(line.wire.connection)
        else await end(line)
      },
    }
  }

  return {
    lend,
    beside: (signal) => lend(signal),
    async close() {
      const waiting = [...idle]
      idle.clear()
      for (const [line, timer] of waiting) {
        clearTimeout(timer)
        await end(line)
      }
    },
  }
}

/** Says goodbye: a connection that just ends is written into the server's log as aborted. */
async function end({ wire }: Line): Promise<void> {
  const { connection } = wire
  if (wire.state === 'dead') return drop(connection)
  let timer: NodeJS.Timeout | undefined
  await new Promise<void>((resolve) => {
    timer = setTimeout(resolve, GOODBYE_MS)
    connection.end(() => resolve())
  })
  clearTimeout(timer)
  drop(connection)
}
