// Owns: the answer where a persona is to be deleted while somebody writes to it.
// Must not know: where its database is.

import { type Driver, isDriverError } from '@godwit/core'
import { handle } from '../../sql/handle.ts'
import { NotAllowed } from '../../sql/not-allowed.ts'

/** What `remove` answers. Rejects with `NotAllowed` `conflict` where it came into the way of a transaction. */
export async function removedPersona<Result>(persona: string, remove: () => Promise<Result>): Promise<Result> {
  return remove().catch((error: unknown) => {
    if (!isDriverError(error) || error.reason !== 'lock-timeout') throw error
    throw new NotAllowed(
      'conflict',
      `The persona ${persona} is in use: ${error.message}. Nothing of it was deleted. Try again when that is over.`,
    )
  })
}

/** For a file, which can be deleted under a transaction. Rejects where one writes to it; a file that is no database has none. */
export async function assertNobodyWrites(driver: Driver): Promise<void> {
  try {
    const session = await driver.open('read')
    await handle(session, { patienceMs: 0 }).transaction(() => Promise.resolve())
  } catch (error) {
    if (isDriverError(error) && error.reason === 'lock-timeout') throw error
  } finally {
    await driver.close()
  }
}
