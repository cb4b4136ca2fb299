// Owns: a client that could not be loaded, as its driver's error: what is wrong, where, and what to do about it.
// Must not know: which clients there are, how their errors look.

import { DriverError, type ClientState } from './driver-error.ts'

/** For what was thrown while the package `name` was loaded. Nothing was opened by then. */
export function clientError(name: string, state: ClientState, cause: unknown): DriverError {
  const what = whatIs(name, state, oneLine(cause instanceof Error ? cause.message : String(cause)))
  const remedy = remedyFor(name, state)
  return new DriverError({
    reason: 'client',
    message: `${what} ${remedy}`,
    outcome: 'not-applied',
    code: cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined,
    client: { name, state, what, remedy },
    cause,
  })
}

function whatIs(name: string, state: ClientState, words: string): string {
  switch (state) {
    case 'not installed':
      return `The package ${name} is not installed.`
    case 'not built':
    case 'not for this platform':
      return `The package ${name} is installed, and its native part cannot be loaded: ${words}.`
    case 'broken':
      return `The package ${name} is installed, and cannot be loaded: ${words}.`
    default:
      return state satisfies never
  }
}

function remedyFor(name: string, state: ClientState): string {
  switch (state) {
    case 'not installed':
      return `Install it with: npm install ${name}`
    case 'not built':
      // npm runs no install script, and says that it did, where a configuration file has ignore-scripts. pnpm waits for approval.
      return `The database was not opened. Build it for this Node with: npm rebuild ${name} --ignore-scripts=false (pnpm: pnpm approve-builds, then pnpm rebuild ${name})`
    case 'not for this platform':
    case 'broken':
      // A folder that was copied from elsewhere looks complete to a package manager.
      return 'The database was not opened. Remove node_modules and install on this platform, with: npm install --include=optional'
    default:
      return state satisfies never
  }
}

/** Node and the clients write several. Of a list of places only the first is kept: it tells which folder is meant. */
function oneLine(words: string): string {
  const lines = words.split('\n').map((line) => line.trim())
  const listed = lines.findIndex((line) => /^[-→] /.test(line))
  const kept = listed === -1 ? lines : lines.slice(0, listed + 1)
  return kept
    .filter((line) => line !== '')
    .join(' ')
    .replace(/\.$/, '')
}
