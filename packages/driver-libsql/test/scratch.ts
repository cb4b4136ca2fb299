// Owns: a folder of its own for each test, gone afterwards.
// Must not know: drivers.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'godwit-libsql-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
