// Owns: noticing that the server read a text in another way than it was read here.
// Must not know: connections, blocks.

import { DriverError } from '@godwit/core/driver'
import type { Reading } from './reading.ts'
import type { Result } from './wire.ts'

/** Throws `DriverError` with outcome `unknown` where more or fewer statements ended than were sent. */
export function assertAsRead(sent: readonly Pick<Reading, 'ends'>[], results: readonly Result[]): void {
  if (sent.some(({ ends }) => ends === 'any')) return
  const ended = results.filter((result) => result.kind === 'ok').length
  if (ended === sent.length) return
  throw new DriverError({
    reason: 'unknown',
    message: `The server read ${ended} statements where ${sent.length} were sent. What it did has to be looked at: this is a mistake of Godwit, or of a sql_mode that was set in between.`,
    outcome: 'unknown',
  })
}
