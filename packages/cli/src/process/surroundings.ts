// Owns: everything a command touches of the process, in one value, so that a test can be a terminal.
// Must not know: commands.

import type { Readable, Writable } from 'node:stream'
import { standardError, standardOutput, type Outlet } from './outlet.ts'

export interface Surroundings {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Outlet
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number }
}

/** Undefined where it is gone: a shell stays in a folder that somebody removed. */
export function workingFolder(): string | undefined {
  try {
    return process.cwd()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Streams are made when they are first asked for: each costs a cold start about a millisecond. */
export function processSurroundings(cwd: string): Surroundings {
  let stdout: Outlet | undefined
  let stderr: Surroundings['stderr'] | undefined
  const surroundings: Surroundings = {
    cwd,
    env: process.env,
    get stdin() {
      return process.stdin
    },
    get stdout() {
      return (stdout ??= standardOutput(({ message }) => surroundings.stderr.write(unheard(message))))
    },
    get stderr() {
      return (stderr ??= standardError())
    },
  }
  return surroundings
}

function unheard(trouble: string): string {
  return `warning: Standard output cannot be written: ${trouble}. What was to follow there is lost.
  database: It is not touched by this: the exit code says what came of the command.
  next: Make room or name another place, and run \`migrate status\` to see what is applied.
`
}

/** Somebody sits there and can answer. */
export function isInteractive({ env, stdin, stdout }: Surroundings): boolean {
  const ci = env['CI']
  return stdin.isTTY === true && stdout.isTTY === true && (ci === undefined || ci === '' || ci === 'false' || ci === '0')
}
