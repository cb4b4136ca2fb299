// Owns: where a server is, and which database on it, read from a URL.
// Must not know: drivers.

import { EXIT, Refusal } from './refusal.ts'

/** Everything decoded. */
export interface ServerAddress {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
  /** The URL, where it says more than that: encryption, say. */
  readonly url: string | undefined
}

/** Throws `Refusal` without a word of the URL, which may have a password in it. `name`: of the variable that says it. */
export function addressOf(name: string, text: string, defaultPort: number): ServerAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const database = url === undefined ? '' : decoded(name, url.pathname.slice(1))
  if (url === undefined || url.hostname === '' || url.hash !== '' || database === '') throw unreadable(name)
  return {
    host: url.hostname.replaceAll(/^\[|\]$/g, ''),
    port: url.port === '' ? defaultPort : Number(url.port),
    user: decoded(name, url.username),
    password: decoded(name, url.password),
    database,
    url: url.search === '' ? undefined : text,
  }
}

function decoded(name: string, part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw unreadable(name)
  }
}

function unreadable(name: string): Refusal {
  const shape = 'postgres://user:password@host:port/database'
  return new Refusal(
    EXIT.refused,
    `${name} cannot be read. It is written ${shape}, with special characters percent-encoded (@ as %40). Nothing was changed.`,
  )
}
