// Owns: the hook behind record.mjs; it runs on a thread of its own.
// Must not know: which modules are welcome.

import { writeSync } from 'node:fs'

/** @type {import('node:module').ResolveHook} */
export async function resolve(specifier, context, next) {
  const found = await next(specifier, context)
  writeSync(2, `${found.url}\n`)
  return found
}
