// Owns: building this folder once before the tests, which type-checks it too.
// Must not know: the tests.

import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export function setup(): void {
  const tsc = fileURLToPath(new URL('../node_modules/.bin/tsc', import.meta.url))
  execFileSync(tsc, ['-p', fileURLToPath(new URL('tsconfig.json', import.meta.url))], { stdio: 'inherit' })
}
