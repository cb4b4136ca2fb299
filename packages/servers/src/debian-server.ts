// Owns: a server's program, which is installed or else fetched from Debian's unstable, and what is said where it is neither.
// Must not know: any one server, how it is started.

import { debianProgram, type Foreign } from './debian-program.ts'
import type { Owner } from './keeper/message.ts'
import { program } from './program.ts'
import { ServerUnavailable, type Availability, type Unavailable } from './unavailable.ts'

export interface DebianServer<Found extends { readonly file: string }> {
  readonly title: string
  /** Why it must be fetched, where `installed` finds none. */
  readonly absence: string
  /** Besides fetching it. */
  readonly remedy: string
  readonly installed: () => Found | undefined
  /** The package that has it, and its path there. */
  readonly pack: string
  readonly path: string
  readonly unpacked: (foreign: Foreign) => Found
}

/** The only Debian that has MySQL, and the newest of all others. */
const SUITE = 'sid'

/** Starts and fetches nothing. */
export function debianAvailability<Found extends { readonly file: string }>(server: DebianServer<Found>): Availability {
  const { title, absence, pack } = server
  const own = server.installed()
  if (own !== undefined) return { state: 'available', title, source: own.file }
  if (program('apt-get') === undefined || program('dpkg-deb') === undefined) return missing(server, absence)
  return { state: 'available', title, source: `${pack} of Debian ${SUITE}, fetched when it is needed` }
}

/** Fetches it where it is neither installed nor in the cache. Rejects with `ServerUnavailable` where it cannot be had. */
export async function debianServer<Found extends { readonly file: string }>(
  server: DebianServer<Found>,
  owner: Owner | undefined,
): Promise<Found> {
  const availability = debianAvailability(server)
  if (availability.state === 'unavailable') throw new ServerUnavailable(availability)
  const own = server.installed()
  if (own !== undefined) return own
  try {
    return server.unpacked(await debianProgram(server.pack, SUITE, server.path, owner))
  } catch (error) {
    throw new ServerUnavailable(missing(server, `apt-get could not fetch ${server.pack} of Debian ${SUITE} (${lastLine(error)})`))
  }
}

function missing({ title, remedy }: { readonly title: string; readonly remedy: string }, reason: string): Unavailable {
  return { state: 'unavailable', title, reason, remedy }
}

function lastLine(error: unknown): string {
  const printed = (error as { stderr?: unknown }).stderr
  const text = typeof printed === 'string' && printed.trim() !== '' ? printed : String(error)
  return text.trim().split('\n').at(-1) ?? text
}
