// Owns: a session for a test, closed with its driver afterwards.
// Must not know: what is tested.

import { join } from 'node:path'
import { isDriverError, type DriverError, type Purpose, type Session } from '@godwit/core/driver'
import { startSqld, type SqldOptions, type SqldServer } from '@godwit/servers'
import { onTestFinished } from 'vitest'
import { libsql } from '../src/index.ts'
import { scratchFolder } from './scratch.ts'

export function scratchFile(): string {
  return join(scratchFolder(), 'test.db')
}

export async function sessionOn(source: Parameters<typeof libsql>[0], purpose: Purpose = 'write'): Promise<Session> {
  const driver = libsql(source)
  onTestFinished(() => driver.close())
  return await driver.open(purpose)
}

export async function scratchServer(options: SqldOptions = {}): Promise<SqldServer> {
  const server = await startSqld(options)
  onTestFinished(() => server.stop())
  return server
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
