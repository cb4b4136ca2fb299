// Owns: waiting for a process to end.
// Must not know: which process.

import type { ChildProcess } from 'node:child_process'

/** Null when a signal ended it; rejects when it could not be started. Its pipes are at their end by then. */
export async function exitCode(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code))
  })
}
