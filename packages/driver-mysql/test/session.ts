// Owns: a session for a test, closed with its driver afterwards.
// Must not know: what is tested.

import { isDriverError, type Block, type Driver, type DriverError, type Purpose, type Session } from '@godwit/core/driver'
import { onTestFinished } from 'vitest'
import { mysql } from '../src/index.ts'

export function driverOn(source: Parameters<typeof mysql>[0]): Driver {
  const driver = mysql(source)
  onTestFinished(() => driver.close())
  return driver
}

export async function sessionOn(source: Parameters<typeof mysql>[0], purpose: Purpose = 'write'): Promise<Session> {
  return await driverOn(source).open(purpose)
}

/** The server's number of its connection. */
export function numberOf({ id }: Session): number {
  return Number.parseInt(id ?? '', 10)
}

export function block(...statements: readonly string[]): Block {
  return { statements, foreignKeys: 'enforced' }
}

/** The `DriverError` that `work` rejects with; fails the test when it does not, or with anything else. */
export async function rejection(work: Promise<unknown>): Promise<DriverError> {
  const outcome = await work.then(
    () => 'resolved',
    (error: unknown) => error,
  )
  if (!isDriverError(outcome)) throw new Error(`expected a DriverError, got ${String(outcome)}`)
  return outcome
}
