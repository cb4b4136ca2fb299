// Owns: what is the matter with an @libsql/client that cannot be loaded.
// Must not know: databases, what is said about it.

import { clientError, type ClientState, type DriverError } from '@godwit/core/driver'

const NAME = '@libsql/client'

/** Of what `import()` threw: whatever it is, the client is not there to be used. */
export function loadError(error: unknown): DriverError {
  return clientError(NAME, stateOf(error), error)
}

/** Packages inside the client are missing with the same code as itself: the words tell which one it is. */
function stateOf(error: unknown): ClientState {
  if (!(error instanceof Error) || !('code' in error)) return 'broken'
  switch (error.code) {
    case 'ERR_MODULE_NOT_FOUND':
      return error.message.startsWith(`Cannot find package '${NAME}'`) ? 'not installed' : 'broken'
    // Its native part is a package for each platform, and all of them are optional: @libsql/linux-x64-gnu.
    case 'MODULE_NOT_FOUND':
      return error.message.includes(`'@libsql/${process.platform}-`) ? 'not for this platform' : 'broken'
    case 'ERR_DLOPEN_FAILED':
      return 'not for this platform'
    default:
      return 'broken'
  }
}
