// Owns: files as databases.
// Must not know: contestants.

import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'

import type { Arena, ArenaOptions } from '../arena.ts'
import { expectedInFile, snapshotOfFile } from './sqlite-snapshot.ts'

/** `addressOf`: how the engine's client is told of a file. */
export function fileArena({ folder, latencyMs }: ArenaOptions, addressOf: (path: string) => string): Arena {
  if (latencyMs > 0) throw new RangeError('a file has no network')
  return {
    async ring() {
      const own = await mkdtemp(join(folder, 'ring-'))
      const path = join(own, 'test.db')
      return {
        address: addressOf(path),
        snapshot: () => Promise.resolve(snapshotOfFile(path)),
        drop: () => rm(own, { recursive: true }),
      }
    },
    expected: (steps) => Promise.resolve(expectedInFile(steps)),
    close: () => Promise.resolve(),
  }
}
