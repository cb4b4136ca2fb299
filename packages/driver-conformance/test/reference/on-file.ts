// Owns: a fresh SQLite file for whatever driver works on one.
// Must not know: laws.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Driver } from '@godwit/core/driver'
import type { Elsewhere, Fresh } from '../../src/subject.ts'

/** With `built`, the URL of the driver's module as JavaScript and its export, other processes can reach the file too. */
export async function onFile(make: (path: string) => Driver, built?: Omit<Elsewhere, 'argument'>): Promise<Fresh> {
  const folder = await mkdtemp(join(tmpdir(), 'godwit-laws-'))
  const path = join(folder, 'laws.db')
  return {
    folder,
    connect: () => make(path),
    dispose: () => rm(folder, { recursive: true }),
    ...(built === undefined ? {} : { elsewhere: { ...built, argument: path } }),
  }
}
