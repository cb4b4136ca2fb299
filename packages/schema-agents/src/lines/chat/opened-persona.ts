// Owns: one persona's database, opened over a driver of its own.
// Must not know: where it is, whether it is there.

import type { Driver, Report } from '@godwit/core'
import { handle } from '../../sql/handle.ts'
import { chat } from './line.ts'
import type { MigratePersona, OpenPersona } from './persona-store.ts'

/** The driver is closed with it, and where it cannot be opened. */
export async function openedPersona(driver: Driver, purpose: 'read' | 'write'): Promise<OpenPersona> {
  try {
    const on = handle(await driver.open(purpose))
    return { on, close: () => driver.close() }
  } catch (error) {
    await driver.close()
    throw error
  }
}

/** The driver is closed when that is over. */
export async function migratedPersona(driver: Driver, migrate: MigratePersona): Promise<Report> {
  try {
    return await migrate(driver, chat)
  } finally {
    await driver.close()
  }
}
