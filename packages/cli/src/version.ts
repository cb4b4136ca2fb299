// Owns: the version of this package.
// Must not know: anything else.

import { createRequire } from 'node:module'

/** By the package's own name, because packing moves this file. */
export function version(): string {
  const { version: text } = createRequire(import.meta.url)('@godwit/cli/package.json') as { readonly version: string }
  return text
}
