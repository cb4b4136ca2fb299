// Owns: everything a command touches of the process, in one value, so that a test can be a terminal.
// Must not know: commands.

import type { Readable, Writable } from 'node:stream'
import { standardOutput, type Outlet } from './outlet.ts'

export interface Surroundings {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Outlet
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number }
}

/** Streams are made when they are first asked for: each costs a cold start about a millisecond. */
export function processSurroundings(): Surroundings {
  let stdout: Outlet | undefined
  return {
    cwd: process.cwd(),
    env: process.env,
    get stdin() {
      return process.stdin
    },
    get stdout() {
      return (stdout ??= standardOutput())
    },
    get stderr() {
      return process.stderr
    },
  }
}

/** Somebody sits there and can answer. */
export function isInteractive({ env, stdin, stdout }: Surroundings): boolean {
  const ci = env['CI']
  return stdin.isTTY === true && stdout.isTTY === true && (ci === undefined || ci === '' || ci === 'false' || ci === '0')
}
