// Owns: telling a better-sqlite3 that cannot be loaded from a database that cannot be opened.
// Must not know: databases, what is said about it.

import { clientError, type ClientState, type DriverError } from '@godwit/core/driver'

const NAME = 'better-sqlite3'

/** Of what `require` threw: whatever it is, the client is not there to be used. */
export function requireError(error: unknown): DriverError {
  return clientError(NAME, isMissing(error) ? 'not installed' : (stateOf(error) ?? 'broken'), error)
}

/**
 * Of what the constructor threw, which loads the native part when it is called first. Undefined where it is about the
 * database.
 */
export function constructError(error: unknown): DriverError | undefined {
  const state = stateOf(error)
  return state === undefined ? undefined : clientError(NAME, state, error)
}

/**
 * Up to version 12 an install script fetches or compiles the native part, for one version of Node. From 13 on the package
 * holds one for each platform, in `prebuilds`, and there is no script to run.
 */
function stateOf(error: unknown): ClientState | undefined {
  if (!(error instanceof Error)) return undefined
  const { message } = error
  // The words of the package `bindings`, which has no code for it: the install script did not run.
  if (message.startsWith('Could not locate the bindings file')) return 'not built'
  if (!('code' in error)) return undefined
  switch (error.code) {
    // For another Node or another machine, half written, or without a library that it needs.
    case 'ERR_DLOPEN_FAILED':
      return /[\\/]prebuilds[\\/]/.test(message) ? 'not for this platform' : 'not built'
    case 'MODULE_NOT_FOUND':
      return message.includes("better_sqlite3.node'") ? 'not for this platform' : 'broken'
    default:
      return undefined
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND' && error.message.includes(`'${NAME}'`)
}
