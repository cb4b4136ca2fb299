// Owns: where fetched programs are kept, and that a folder there is complete or not there.
// Must not know: what is fetched.

import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import type { Owner } from './keeper/message.ts'
import { reaches, temporaryFolder } from './system-user.ts'

const OURS = fileURLToPath(new URL('../node_modules/.cache', import.meta.url))

/**
 * The folder `name` of the cache, which is `$GODWIT_SERVERS`, or this package's own where `owner` can read it. `fill` fetches into a
 * folder that is empty, where it is not there yet; what it rejects with comes out.
 */
export async function cached(name: string, owner: Owner | undefined, fill: (folder: string) => Promise<void>): Promise<string> {
  const cache = cacheFolder(owner)
  const home = join(cache, name)
  if (existsSync(home)) return home
  // Whoever is first puts a complete folder into its place in one step; for all others it is then there.
  const own = mkdtempSync(join(cache, '.fetch-'))
  try {
    await fill(own)
    chmodSync(own, 0o755)
    renameSync(own, home)
  } catch (error) {
    if (!existsSync(home)) throw error
  } finally {
    rmSync(own, { recursive: true, force: true })
  }
  return home
}

function cacheFolder(owner: Owner | undefined): string {
  const named = process.env['GODWIT_SERVERS']
  for (const candidate of named === undefined || named === '' ? [OURS] : [named]) {
    mkdirSync(candidate, { recursive: true })
    if (reaches(owner, candidate)) return candidate
  }
  // A project in root's own home: the servers' user sees nothing of it.
  const shared = join(temporaryFolder(owner), 'godwit-servers')
  mkdirSync(shared, { recursive: true, mode: 0o755 })
  if (statSync(shared).uid !== process.getuid?.())
    throw new Error(`${shared} belongs to somebody else; name another folder in GODWIT_SERVERS`)
  return shared
}
