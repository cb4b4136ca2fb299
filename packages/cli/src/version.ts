// Owns: the version of this package.
// Must not know: anything else.

import { readFileSync } from 'node:fs'

export function version(): string {
  const { version: text } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { readonly version: string }
  return text
}
