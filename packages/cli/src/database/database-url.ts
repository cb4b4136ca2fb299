// Owns: what a database URL says: which driver reads it, and which file it names.
// Must not know: how drivers are loaded.

import { isAbsolute, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { nearest } from '@godwit/core'
import { CommandError } from '../process/command-error.ts'
import { EXIT } from '../process/exit-code.ts'
import { maskedUrl } from '../text/mask.ts'
import { whyNoAddress } from './no-address.ts'

export type DriverName = 'better-sqlite3' | 'libsql' | 'pg' | 'mysql'

const BY_SCHEME: Readonly<Record<string, DriverName>> = {
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

/** `sqlite` also stands for a bare path. `driver` is the first choice. */
export interface DatabaseUrl {
  readonly url: string
  readonly scheme: string
  readonly driver: DriverName
  /** The file behind it, absolute; undefined for a server and for a database in memory. */
  readonly file: string | undefined
}

/**
 * A relative path counts from `folder`; `from` is where the text stands. Throws `CommandError` on a scheme that no driver reads,
 * and on what was never meant as an address: taken for a path it would make a file of that name.
 */
export function readDatabaseUrl(text: string, folder: string, from: string): DatabaseUrl {
  const no = whyNoAddress(text)
  if (no !== undefined) {
    throw new CommandError({
      exitCode: EXIT.usage,
      code: 'CONFIG_INVALID',
      message: `The address of the database (from ${from}) ${no.why}. It is not shown, for what it may hold.`,
      remedy: no.remedy,
    })
  }
  // One letter is a drive of Windows, not a scheme.
  const written = /^([a-z][a-z0-9+.-]+):/i.exec(text)?.[1]?.toLowerCase()
  if (written === undefined) return onDisk('sqlite', text, '', folder)
  // SQLAlchemy's habit: postgresql+asyncpg, mysql+pymysql, sqlite+aiosqlite.
  const [scheme = written] = written.split('+')
  const driver = Object.hasOwn(BY_SCHEME, scheme) ? BY_SCHEME[scheme] : undefined
  if (driver === undefined) throw unknownScheme(text, scheme)
  const rest = text.slice(written.length + 1)
  if (scheme !== 'file' && driver !== 'better-sqlite3') return { url: `${scheme}:${rest}`, scheme, driver, file: undefined }
  const [, path = '', query = ''] = /^([^?#]*)(.*)$/s.exec(rest) ?? []
  return onDisk(scheme === 'file' ? 'file' : 'sqlite', decoded(pathOf(written, path)), query, folder)
}

function onDisk(scheme: 'file' | 'sqlite', path: string, query: string, folder: string): DatabaseUrl {
  const driver = scheme === 'file' ? 'libsql' : 'better-sqlite3'
  if (path === '' || path === ':memory:')
    return { url: scheme === 'file' ? `file:${path}${query}` : path || query, scheme, driver, file: undefined }
  const file = isAbsolute(path) ? path : resolve(folder, path)
  // A query goes with it as it is, for the driver to read or to refuse.
  return { url: scheme === 'sqlite' && query === '' ? file : `${pathToFileURL(file).href}${query}`, scheme, driver, file }
}

/** `///path` is an absolute path with an empty authority, `//path` what people write when they mean `path`. */
function pathOf(scheme: string, path: string): string {
  // To SQLAlchemy the third slash only ends the authority: `sqlite:///./app.db` is a file in the working folder, and a fourth one
  // makes a path absolute. Without a client behind a plus the same text may be meant either way, unless one of them is absurd.
  const alchemy = scheme.includes('+') || (scheme !== 'file' && /^\/{3}(?:\.{1,2}\/|:memory:$)/.test(path))
  if (alchemy && path.startsWith('///')) return path.slice(3)
  if (path.startsWith('///')) return path.slice(2)
  return path.startsWith('//') ? path.slice(2) : path
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function unknownScheme(text: string, scheme: string): CommandError {
  const guess = nearest(scheme, Object.keys(BY_SCHEME))
  return new CommandError({
    exitCode: EXIT.usage,
    code: 'UNKNOWN_SCHEME',
    message: `No driver reads \`${scheme}:\`, the scheme of ${maskedUrl(text)}.`,
    remedy:
      guess === undefined
        ? `The schemes are ${Object.keys(BY_SCHEME).join(', ')}; or give a \`driver\` in the configuration.`
        : `Did you mean \`${guess}:\`?`,
  })
}
