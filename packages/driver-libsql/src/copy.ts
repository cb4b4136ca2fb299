// Owns: a copy of a database, in a file that nobody else knows of.
// Must not know: where the database is, what is done with the copy.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Copy, Driver, Session } from '@godwit/core/driver'
import { refusal } from './refusal.ts'

/**
 * The folder is its user's alone: the copy has all that the database has. Not a copy of the file, which lacks what is still in the
 * log beside it: https://www.sqlite.org/lang_vacuum.html#vacuuminto
 */
export async function copyOf(session: Session, driverOf: (path: string) => Driver): Promise<Copy> {
  const folder = await onDisk('made', () => mkdtemp(join(tmpdir(), 'godwit-copy-')))
  const removed = (): Promise<void> => onDisk('removed', () => rm(folder, { recursive: true, force: true }))
  const path = join(folder, 'copy.db')
  try {
    await session.run('VACUUM INTO ?', [path])
  } catch (error) {
    await removed()
    throw error
  }
  const driver = driverOf(path)
  return {
    driver,
    async remove() {
      await driver.close()
      await removed()
    },
  }
}

async function onDisk<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw refusal('storage', `The copy could not be ${what}: ${error instanceof Error ? error.message : String(error)}`)
  }
}
