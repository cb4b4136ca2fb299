// Owns: a session of the database for one piece of work.
// Must not know: what the work is.

import type { Driver } from '@godwit/core'
import { type Handle, handle } from '@godwit/schema-agents'

/** One each, because requests run side by side. */
export async function withHandle<Result>(driver: Driver, work: (on: Handle) => Promise<Result>): Promise<Result> {
  const session = await driver.open('write')
  try {
    return await work(handle(session))
  } finally {
    await session.close()
  }
}
