// Owns: the smallest sound driver, over better-sqlite3, that the laws are tried on and that the broken ones are made from.
// Must not know: laws.

import { existsSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { DriverError, sqlite, type Copy, type Driver, type Session } from '@godwit/core/driver'
import { refused } from './refused.ts'
import { sessionOn } from './session.ts'

export function reference(path: string): Driver {
  const sessions = new Set<Session>()
  return {
    name: 'reference',
    dialect: sqlite,
    capabilities: { ddl: 'transactional', batch: 'atomic', session: 'pinned', writers: 'one' },
    open: async (purpose, signal) => {
      if (signal?.aborted === true) throw new DriverError({ reason: 'connection', message: 'cancelled', outcome: 'not-applied' })
      try {
        // So short a wait because the lock's holder is often this very thread.
        const database =
          purpose === 'read' && isMissing(path)
            ? new Database(':memory:')
            : // Not read-only: a rehearsal writes in a transaction that it rolls back.
              new Database(path, { timeout: 20, fileMustExist: purpose === 'read' })
        const session = sessionOn(database)
        sessions.add(session)
        return session
      } catch (error) {
        throw refused(error, undefined, path)
      }
    },
    copy: () => copyOf(path),
    close: async () => {
      for (const session of sessions) await session.close()
      sessions.clear()
    },
  }
}

/** A folder that may not be looked into has it, perhaps: opening it tells. */
function isMissing(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined
  } catch {
    return false
  }
}

async function copyOf(path: string): Promise<Copy> {
  const folder = await mkdtemp(join(tmpdir(), 'godwit-laws-copy-')).catch((error: unknown) => {
    throw refused(error)
  })
  const removed = (): Promise<void> => rm(folder, { recursive: true, force: true })
  const copy = join(folder, 'copy.db')
  const database = existsSync(path) ? new Database(path) : new Database(':memory:')
  try {
    database.prepare('VACUUM INTO ?').run(copy)
  } catch (error) {
    await removed()
    throw refused(error)
  } finally {
    database.close()
  }
  const driver = reference(copy)
  return {
    driver,
    remove: async () => {
      await driver.close()
      await removed()
    },
  }
}
