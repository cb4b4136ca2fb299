// Owns: a database file of the test's own.
// Must not know: what is written into it.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Resolves with the URL of a file that is not there yet; its folder is removed after the test. */
export async function temporaryFile(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'godwit-replicas-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return `file:${join(path, 'notes.db')}`
}
