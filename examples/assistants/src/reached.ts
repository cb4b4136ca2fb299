// Owns: whether the server answers, and has the database; one that is only just starting is waited for.
// Must not know: what is done with the database.

import { setTimeout as pause } from 'node:timers/promises'
import { isDriverError } from '@godwit/core'
import type { Database } from './database.ts'

const ATTEMPTS = 5

/** As the servers say that there is no database of that name. */
const MISSING: ReadonlySet<string> = new Set(['3D000', 'ER_BAD_DB_ERROR'])

/** `missing`: the server is there, the database is not. Rejects with the last `DriverError`; `tell` hears of the others. */
export async function reached({ driver }: Database, pauseMs: number, tell: (words: string) => void): Promise<'there' | 'missing'> {
  for (let attempt = 1; ; attempt++) {
    try {
      await (await driver.open('read')).close()
      return 'there'
    } catch (error) {
      if (!isDriverError(error)) throw error
      if (error.code !== undefined && MISSING.has(error.code)) return 'missing'
      if (error.reason !== 'connection' || attempt === ATTEMPTS) throw error
      tell(`Not reached, attempt ${attempt} of ${ATTEMPTS}: ${error.message}`)
    }
    await pause(pauseMs)
  }
}
