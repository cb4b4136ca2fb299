// Owns: hearing a driver say no in the only allowed way.
// Must not know: laws.

import assert, { AssertionError } from 'node:assert/strict'
import { inspect } from 'node:util'
import { isDriverError, type DriverError } from '@godwit/core/driver'

/** Runs `work`, which may reject with a `DriverError` and nothing else, and returns that; undefined when it was done. */
export async function verdict(what: string, work: () => Promise<unknown>): Promise<DriverError | undefined> {
  let promise: Promise<unknown>
  try {
    promise = work()
  } catch (error) {
    return assert.fail(`${what}: threw where a promise should reject: ${String(error)}`)
  }
  try {
    await promise
    return undefined
  } catch (error) {
    if (error instanceof AssertionError) throw error
    assert.ok(isDriverError(error), `${what}: rejected with something that is no DriverError: ${String(error)}`)
    return error
  }
}

/** Runs `work`, which must reject with a `DriverError`, and returns that. */
export async function refusal(what: string, work: () => Promise<unknown>): Promise<DriverError> {
  const error = await verdict(what, work)
  assert.ok(error !== undefined, `${what}: was not refused`)
  return error
}

/** However deep one looks. */
export function secretless(error: DriverError, secrets: readonly string[] = []): void {
  const shown = [inspect(error, { depth: Infinity, showHidden: true }), JSON.stringify(error), error.stack ?? ''].join('\n')
  for (const secret of secrets) assert.ok(!shown.includes(secret), `${error.message.replaceAll(secret, '***')}: a secret shows`)
}
