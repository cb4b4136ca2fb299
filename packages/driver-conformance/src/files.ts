// Owns: what a database of files looks like from outside.
// Must not know: laws.

import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Every file with a hash of what is in it. Nothing where the database is no folder, or the folder is not there. */
export async function listing(folder: string | undefined): Promise<readonly string[]> {
  if (folder === undefined) return []
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  })
  const lines: string[] = []
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    lines.push(
      entry.isFile()
        ? `${path} ${createHash('sha256')
            .update(await readFile(path))
            .digest('hex')}`
        : path,
    )
  }
  return lines.toSorted()
}
