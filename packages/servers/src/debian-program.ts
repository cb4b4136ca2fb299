// Owns: programs of a Debian that is not the one that is installed, unpacked beside it with every library that they need.
// Must not know: what they are for, where they are kept.

import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { cached } from './cache.ts'
import type { Owner } from './keeper/message.ts'

const run = promisify(execFile)
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'

/** A program, and the arguments before its own: the loader of its Debian, which finds the libraries of its Debian. */
export interface Foreign {
  readonly file: string
  readonly args: readonly string[]
  /** Where `usr` is. */
  readonly root: string
}

/**
 * Fetched from where this machine has its own packages, checked against Debian's keys; nothing is installed, and nobody need be root.
 * Rejects with what apt-get printed; where there is none, or no Debian, too.
 */
export async function debianProgram(pack: string, suite: string, path: string, owner: Owner | undefined): Promise<Foreign> {
  const root = await cached(`debian-${suite}__${pack}`, owner, (own) => unpack(pack, suite, own))
  const folder = readdirSync(join(root, 'usr/lib')).find((name) => name.endsWith('-linux-gnu')) ?? ''
  const libraries = join(root, 'usr/lib', folder)
  const loader = readdirSync(libraries).find((name) => name.startsWith('ld-linux')) ?? ''
  return { file: join(libraries, loader), args: ['--library-path', libraries, join(root, path)], root }
}

async function unpack(pack: string, suite: string, root: string): Promise<void> {
  const { stdout } = await run('apt-get', ['indextargets', '--format', '$(REPO_URI) $(COMPONENT)', 'Created-By: Packages'])
  const uri = /^(\S+\/debian\/) main$/m.exec(stdout)?.[1]
  if (uri === undefined) throw new Error('apt-get has no packages of Debian')
  const own = join(root, 'apt')
  for (const folder of ['state/lists/partial', 'cache/archives/partial']) mkdirSync(join(own, folder), { recursive: true })
  writeFileSync(join(own, 'status'), '')
  writeFileSync(join(own, 'sources.list'), `deb [signed-by=${KEYRING}] ${uri} ${suite} main\n`)
  const settings = [
    `Dir::Etc::sourcelist=${join(own, 'sources.list')}`,
    'Dir::Etc::sourceparts=-',
    `Dir::State=${join(own, 'state')}`,
    // As if nothing were installed: then everything that is needed comes along.
    `Dir::State::status=${join(own, 'status')}`,
    `Dir::Cache=${join(own, 'cache')}`,
    'Debug::NoLocking=1',
    'APT::Sandbox::User=',
  ].flatMap((setting) => ['-o', setting])
  await run('apt-get', [...settings, '--quiet', 'update'])
  await run('apt-get', [...settings, '--quiet', '--yes', '--no-install-recommends', '--download-only', 'install', pack])
  const archives = join(own, 'cache/archives')
  for (const name of readdirSync(archives)) if (name.endsWith('.deb')) await run('dpkg-deb', ['--extract', join(archives, name), root])
  rmSync(own, { recursive: true })
}
