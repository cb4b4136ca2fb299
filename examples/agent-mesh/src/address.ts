// Owns: what a database URL says: which client reads it, and which file or server it names.
// Must not know: how a driver is loaded, what is in the database.

import { resolve } from 'node:path'
import { nearest } from '@godwit/core'
import { maskedUrl } from './mask.ts'
import { EXIT, Refusal } from './refusal.ts'

export type Address =
  /** `path` is absolute. */
  | { readonly kind: 'file'; readonly client: 'better-sqlite3' | 'libsql'; readonly path: string }
  | { readonly kind: 'server'; readonly client: 'libsql' | 'mysql' | 'pg'; readonly url: string }

type Client = Address['client']

const BY_SCHEME: Readonly<Record<string, Client>> = {
  file: 'libsql',
  libsql: 'libsql',
  http: 'libsql',
  https: 'libsql',
  ws: 'libsql',
  wss: 'libsql',
  sqlite: 'better-sqlite3',
  sqlite3: 'better-sqlite3',
  postgres: 'pg',
  postgresql: 'pg',
  mysql: 'mysql',
  mariadb: 'mysql',
}

/** A relative path counts from `folder`, the project's, so that the project can be moved. Throws `Refusal`. */
export function readAddress(url: string, folder: string): Address {
  // One letter is a drive of Windows. What stands behind a plus is another program's client: postgresql+asyncpg, sqlite+aiosqlite.
  const [written = '', scheme = ''] = /^([a-z][a-z0-9.-]+)(?:\+[a-z0-9+.-]*)?:/i.exec(url) ?? []
  if (scheme === '') return onDisk('libsql', url, folder)
  const client = Object.hasOwn(BY_SCHEME, scheme.toLowerCase()) ? BY_SCHEME[scheme.toLowerCase()] : undefined
  const rest = written.includes('+') ? withoutAuthority(url.slice(written.length)) : url.slice(written.length)
  switch (client) {
    case undefined:
      throw unknownScheme(url, scheme)
    case 'better-sqlite3':
      return onDisk(client, pathOf(rest, url), folder)
    case 'libsql':
      return scheme.toLowerCase() === 'file' ? onDisk(client, pathOf(rest, url), folder) : { kind: 'server', client, url }
    case 'mysql':
    case 'pg':
      return { kind: 'server', client, url }
    default:
      return client satisfies never
  }
}

/** The same for two URLs of one database, as far as that can be told without asking. */
export function keyOf(address: Address): string {
  return address.kind === 'file' ? address.path : address.url
}

function onDisk(client: 'better-sqlite3' | 'libsql', path: string, folder: string): Address {
  if (path !== '' && path !== ':memory:') return { kind: 'file', client, path: resolve(folder, path) }
  throw new Refusal(
    EXIT.usage,
    'The database URL names no file. Name one, as in file:data/my.db; a component without a database URL keeps its sessions in memory.',
  )
}

/** To SQLAlchemy, whose habit the plus is, the third slash only ends the authority: a fourth one makes the path of a file absolute. */
function withoutAuthority(rest: string): string {
  return rest.startsWith('///') ? rest.slice(3) : rest
}

/** `///path` is absolute, with an empty host; `//path` is what people write when they mean `path`. */
function pathOf(rest: string, url: string): string {
  if (/[?#]/.test(rest)) throw new Refusal(EXIT.usage, `The URL of a file takes no query and no fragment: ${maskedUrl(url)}.`)
  const path = rest.startsWith('//') ? rest.slice(2) : rest
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function unknownScheme(url: string, scheme: string): Refusal {
  const guess = nearest(scheme, Object.keys(BY_SCHEME))
  const remedy = guess === undefined ? `The schemes are ${Object.keys(BY_SCHEME).join(', ')}.` : `Did you mean ${guess}:?`
  return new Refusal(EXIT.usage, `No database is reached by ${scheme}:, the scheme of ${maskedUrl(url)}. ${remedy}`)
}
