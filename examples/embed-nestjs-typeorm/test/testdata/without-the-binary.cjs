// A machine on which better-sqlite3 was neither fetched nor compiled: preloaded with --require.
const Module = require('node:module')
const load = Module._load
Module._load = (request, ...rest) => {
  if (request === 'better-sqlite3') throw new Error('Could not locate the bindings file. Tried:\n → /somewhere')
  return load(request, ...rest)
}
