// Owns: the switch to write-ahead logging.
// Must not know: sessions, migrations.

import { setTimeout } from 'node:timers/promises'
import type { Client } from './client.ts'
import { driverError } from './errors.ts'
import { refusal } from './refusal.ts'

const ATTEMPTS = 40
const PAUSE_MS = 50

/**
 * Switches the file to write-ahead logging, which lasts. It needs the file for itself for a moment, so it is tried again
 * while others have it; done first, before anything else was written, most of several processes that start together
 * would fail on it. Rejects when others never let go: what was written before holds.
 */
export async function switchToWal(client: Client): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.executeMultiple('PRAGMA journal_mode = WAL')
      const { rows } = await client.execute({ sql: 'PRAGMA journal_mode', args: [] })
      const mode = String(rows[0]?.[0])
      if (mode === 'wal') return
      throw refusal('storage', `The journal mode stays ${mode}: write-ahead logging is not possible here.`)
    } catch (error) {
      const failure = driverError(error)
      if (!failure.retryable || attempt === ATTEMPTS) throw failure
    }
    await setTimeout(PAUSE_MS)
  }
}
