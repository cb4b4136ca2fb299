// Owns: which file a path or a URL names.
// Must not know: better-sqlite3, what is in the file.

import { resolve } from 'node:path'
import { DriverError } from '@godwit/core/driver'

export type Location = { readonly kind: 'memory' } | { readonly kind: 'file'; readonly path: string }

/**
 * Reads a path, `:memory:`, `sqlite::memory:`, or a URL of scheme `file:` or `sqlite:`. After a scheme, one slash or three
 * begin an absolute path, none or two a relative one; `%20` and the like are decoded there, and nowhere else.
 * Throws `DriverError` on another scheme, a host, or a query: `?mode=ro` dropped in silence would be a lie.
 */
export function locate(source: string): Location {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(source)?.[1]?.toLowerCase()
  if (scheme === undefined) return fileOrMemory(source)
  if (scheme !== 'file' && scheme !== 'sqlite') throw refusal(`better-sqlite3 opens files, not ${scheme}: URLs`)
  const rest = source.slice(scheme.length + 1)
  if (rest.includes('?') || rest.includes('#')) throw refusal(`a ${scheme}: URL takes no query and no fragment here`)
  const path = decode(rest)
  if (scheme === 'file' && path.startsWith('//') && !path.startsWith('///')) {
    const local = '//localhost/'
    if (!path.startsWith(local)) throw refusal('a file: URL with two slashes names a host; write one slash or three')
    return fileOrMemory(path.slice(local.length - 1))
  }
  return fileOrMemory(path.startsWith('//') ? path.slice(2) : path)
}

function fileOrMemory(path: string): Location {
  if (path === ':memory:') return { kind: 'memory' }
  if (path === '') throw refusal('the file name is empty')
  if (/^(['"`]).*\1$/s.test(path)) throw refusal('it is in quotes, which a shell removes and other programs leave in place')
  if (path.includes('://')) throw refusal('there is a URL in the place of a path')
  if (path.includes('\0')) throw refusal('the file name holds a NUL character')
  // Absolute, so that a later change of the working directory does not open another file.
  return { kind: 'file', path: resolve(path) }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw refusal('the URL has a % that is not followed by two hexadecimal digits')
  }
}

function refusal(why: string): DriverError {
  return new DriverError({ reason: 'connection', message: `Not the name of an SQLite database: ${why}.`, outcome: 'not-applied' })
}
