// Owns: what Node says where @libsql/client cannot be loaded, as it was recorded, and what that is taken for.

import { expect, test } from 'vitest'
import type { ClientState } from '@godwit/core/driver'
import { loadError } from '../src/load-error.ts'

const BIN = `@libsql/${process.platform}-x64-gnu`

test.each<[name: string, code: string | undefined, words: string, state: ClientState]>([
  [
    'a client that is not there',
    'ERR_MODULE_NOT_FOUND',
    "Cannot find package '@libsql/client' imported from /app/dist/index.js",
    'not installed',
  ],
  [
    'a package that it needs and that is not there',
    'ERR_MODULE_NOT_FOUND',
    "Cannot find package '@libsql/core' imported from /app/node_modules/@libsql/client/lib-esm/sqlite3.js",
    'broken',
  ],
  [
    'a package of this platform that is not there',
    'MODULE_NOT_FOUND',
    `Cannot find module '${BIN}'\nRequire stack:\n- /app/node_modules/libsql/index.js`,
    'not for this platform',
  ],
  ['a package of another platform', 'ERR_DLOPEN_FAILED', `/app/node_modules/${BIN}/index.node: file too short`, 'not for this platform'],
  [
    'a package that the native part needs and that is not there',
    'MODULE_NOT_FOUND',
    "Cannot find module 'detect-libc'\nRequire stack:\n- /app/node_modules/libsql/index.js",
    'broken',
  ],
  ['anything else', undefined, 'out of the blue', 'broken'],
])('%s', (_, code, words, state) => {
  const error = Object.assign(new Error(words), code === undefined ? {} : { code })
  expect(loadError(error)).toMatchObject({
    reason: 'client',
    outcome: 'not-applied',
    retryable: false,
    code,
    client: { state },
    cause: error,
  })
})
