// Owns: the words for a client that could not be loaded.
// Must not know: which errors mean which state.

import { expect, test } from 'vitest'
import { asMigrateError } from '../src/shell/context/connection.ts'
import { clientError } from '../src/model/client-error.ts'
import type { ClientState } from '../src/model/driver-error.ts'

const thrown = Object.assign(new Error("The module '/app/a.node'\nwas compiled against\nanother Node.js version (see `npm rebuild`)."), {
  code: 'ERR_DLOPEN_FAILED',
})
const words = "The module '/app/a.node' was compiled against another Node.js version (see `npm rebuild`)."

test.each<[ClientState, string]>([
  ['not installed', 'The package a is not installed. Install it with: npm install a'],
  [
    'not built',
    `The package a is installed, and its native part cannot be loaded: ${words} The database was not opened. Build it for this Node with: npm rebuild a --ignore-scripts=false (pnpm: pnpm approve-builds, then pnpm rebuild a)`,
  ],
  [
    'not for this platform',
    `The package a is installed, and its native part cannot be loaded: ${words} The database was not opened. Remove node_modules and install on this platform, with: npm install --include=optional`,
  ],
  [
    'broken',
    `The package a is installed, and cannot be loaded: ${words} The database was not opened. Remove node_modules and install on this platform, with: npm install --include=optional`,
  ],
])('a client that is %s is told with where, what is true of the database and what to do', (state, message) => {
  const error = clientError('a', state, thrown)
  expect(error).toMatchObject({ reason: 'client', outcome: 'not-applied', retryable: false, code: 'ERR_DLOPEN_FAILED', cause: thrown })
  expect(error.message).toBe(message)
  expect(error.client).toEqual({
    name: 'a',
    state,
    what: message.slice(0, -1 - (error.client?.remedy.length ?? 0)),
    remedy: error.client?.remedy,
  })
})

test('of a list of places the first is kept, which tells the folder', () => {
  const error = clientError('a', 'broken', new Error("Cannot find module 'b'\nRequire stack:\n- /app/a/index.js\n- /app/main.js"))
  expect(error.client?.what).toBe(
    "The package a is installed, and cannot be loaded: Cannot find module 'b' Require stack: - /app/a/index.js.",
  )
})

test('a migrator does not call it a database that cannot be reached', () => {
  expect(asMigrateError(clientError('a', 'not installed', thrown), 'migrating')).toMatchObject({
    code: 'DATABASE',
    message:
      'The client of the database cannot be loaded (while migrating): The package a is not installed. Install it with: npm install a',
    details: { reason: 'client' },
    retryable: false,
  })
})
