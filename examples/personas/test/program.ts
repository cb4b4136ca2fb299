// Owns: one run of the program as a process.
// Must not know: what is expected of it.

import { execFile } from 'node:child_process'
import { join } from 'node:path'

export interface Ended {
  readonly code: number
  readonly out: string
  readonly complaint: string
}

/** Resolves however it ends. */
export function personas(DATABASE_URL: string, ...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(import.meta.dirname, '../dist/main.js'), ...args],
      { env: { ...process.env, DATABASE_URL } },
      (_, out, complaint) => resolve({ code: child.exitCode ?? -1, out, complaint }),
    )
  })
}
