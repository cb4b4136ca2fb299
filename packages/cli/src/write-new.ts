// Owns: writing files that must not be there yet.
// Must not know: what they are.

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { CommandError } from './command-error.ts'
import { EXIT } from './exit-code.ts'

/** Makes the folders above it too. `kept`: something of that name was there, and nothing was changed. */
export function writeNew(path: string, text: string, cwd: string): 'created' | 'kept' {
  try {
    mkdirSync(dirname(path), { recursive: true })
    // Exclusive: of two processes that make the same file, one is told.
    writeFileSync(path, text, { flag: 'wx' })
    return 'created'
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EEXIST') return 'kept'
    throw new CommandError({
      exitCode: EXIT.usage,
      code: 'NOT_WRITABLE',
      message: `${relative(cwd, path)} cannot be written: ${error instanceof Error ? error.message : String(error)}.`,
      remedy: 'Give this user the right to write there.',
      cause: error,
    })
  }
}
