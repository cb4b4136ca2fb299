// Owns: writing files that must not be there yet.
// Must not know: what they are.

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { fileRefusal } from '../process/file-refusal.ts'

/** Makes the folders above it too. `kept`: something of that name was there, and nothing was changed. */
export function writeNew(path: string, text: string, cwd: string): 'created' | 'kept' {
  try {
    makeFolder(dirname(path))
    // Exclusive: of two processes that make the same file, one is told.
    writeFileSync(path, text, { flag: 'wx' })
    return 'created'
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return 'kept'
    throw fileRefusal('written', relative(cwd, path), error)
  }
}

/** `EEXIST` of a folder says that a file is in its place, which is not what it says of a file. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw Object.assign(new Error(`${folder} is not a folder`, { cause: error }), { code: 'ENOTDIR' })
  }
}
