// Owns: what a command touches of the process, in one value, so that a test can be a terminal.
// Must not know: commands.

import type { Readable, Writable } from 'node:stream'

export interface Surroundings {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Writable & { readonly isTTY?: boolean }
  readonly stderr: Writable
}

export function say({ stdout }: Surroundings, line: string): void {
  stdout.write(`${line}\n`)
}
