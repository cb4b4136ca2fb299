// Owns: which database a path or a URL names.
// Must not know: the client, what is in the database.

import { resolve } from 'node:path'
import { refusal } from './refusal.ts'

export type Location = FileLocation | ServerLocation

export type FileLocation = { readonly kind: 'memory' } | { readonly kind: 'file'; readonly path: string }

export interface ServerLocation {
  readonly kind: 'server'
  readonly url: string
  readonly transport: 'http' | 'ws'
  readonly authToken: string | undefined
}

/**
 * Reads a path, `:memory:`, or a URL of scheme `file:`, `sqlite:`, `libsql:`, `http(s):`, `ws(s):`. After `file:` and
 * `sqlite:`, one slash or three begin an absolute path, none or two a relative one, and `%20` and the like are decoded.
 * Throws `DriverError` on anything else; it never repeats the URL, which may hold a token.
 */
export function locate(source: string): Location {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(source)?.[1]?.toLowerCase()
  switch (scheme) {
    case undefined:
      return fileOrMemory(source)
    case 'file':
    case 'sqlite':
      return fileOrMemory(pathOf(source.slice(scheme.length + 1), scheme))
    case 'http':
    case 'https':
    case 'libsql':
      return server(source, 'http')
    case 'ws':
    case 'wss':
      return server(source, 'ws')
    default:
      throw refused(`libSQL has no ${scheme}: URLs`)
  }
}

function server(url: string, transport: 'http' | 'ws'): Location {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed === undefined || parsed.hostname === '') throw refused('the URL cannot be read')
  if (parsed.username !== '' || parsed.password !== '') {
    throw refused('a server takes a token, no user and password: give it as authToken')
  }
  return { kind: 'server', url, transport, authToken: parsed.searchParams.get('authToken') ?? undefined }
}

function pathOf(rest: string, scheme: 'file' | 'sqlite'): string {
  if (rest.includes('?') || rest.includes('#')) throw refused(`a ${scheme}: URL takes no query and no fragment here`)
  const path = decode(rest)
  if (!path.startsWith('//')) return path
  if (scheme === 'sqlite' || path.startsWith('///')) return path.slice(2)
  const local = '//localhost/'
  if (!path.startsWith(local)) throw refused('a file: URL with two slashes names a host; write one slash or three')
  return path.slice(local.length - 1)
}

function fileOrMemory(path: string): Location {
  if (path === ':memory:') return { kind: 'memory' }
  if (path === '') throw refused('the file name is empty')
  if (/^(['"`]).*\1$/s.test(path)) throw refused('it is in quotes, which a shell removes and other programs leave in place')
  if (path.includes('://')) throw refused('there is a URL in the place of a path')
  if (path.includes('\0')) throw refused('the file name holds a NUL character')
  // Absolute, so that a later change of the working directory does not open another file.
  return { kind: 'file', path: resolve(path) }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw refused('the URL has a % that is not followed by two hexadecimal digits')
  }
}

function refused(why: string): Error {
  return refusal('connection', `Not the name of a libSQL database: ${why}.`)
}
