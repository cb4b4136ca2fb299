// Owns: loading the native part of @libsql/client before the client itself.
// Must not know: databases, what is said where it fails.

import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/**
 * Throws what Node throws. Left to the client, which imports it, Node 20 ends the process with an unhandled rejection as
 * well, although its `import()` is caught. What is loaded here the client finds loaded.
 */
export function loadNativePart(): void {
  const load = besidesClient()
  load?.('libsql')
}

/** Undefined where one of the two is not there at all: the client's own import says which. */
function besidesClient(): NodeJS.Require | undefined {
  try {
    const load = createRequire(require.resolve('@libsql/client/sqlite3'))
    load.resolve('libsql')
    return load
  } catch {
    return undefined
  }
}
