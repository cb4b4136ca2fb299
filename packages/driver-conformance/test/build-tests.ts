// Owns: building this folder once before the tests, for the child processes that run a driver of it.
// Must not know: the tests.

import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { BUILT } from './built.ts'

export function setup(): void {
  const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))
  const emit = ['--noEmit', 'false', '--rootDir', path('..'), '--outDir', fileURLToPath(BUILT)]
  execFileSync(path('../node_modules/.bin/tsc'), ['-p', path('tsconfig.json'), ...emit], { stdio: 'inherit' })
}
