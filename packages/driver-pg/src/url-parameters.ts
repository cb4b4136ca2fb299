// Owns: what comes behind the question mark of a URL.
// Must not know: what comes before it.

import type { Location } from './location.ts'
import { decode, portFrom, refused } from './url-part.ts'

const MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const

/** @see https://www.postgresql.org/docs/current/libpq-ssl.html */
export interface TlsParameters {
  readonly mode: (typeof MODES)[number]
  /** Files. */
  readonly rootCertificate?: string
  readonly certificate?: string
  readonly key?: string
  readonly passphrase?: string
}

/** What other clients put into the same URL and what means nothing here. */
const OTHERS: ReadonlySet<string> = new Set([
  'async_fallback',
  'client_encoding',
  'connection_limit',
  'fallback_application_name',
  'gssencmode',
  'keepalives',
  'keepalives_count',
  'keepalives_idle',
  'keepalives_interval',
  'max_conns',
  'pool_timeout',
  'prepared_statement_cache_size',
  'statement_cache_size',
  'supa',
  'target_session_attrs',
  'tcp_user_timeout',
  'uselibpqcompat',
])

const TLS: Readonly<Record<string, Exclude<keyof TlsParameters, 'mode'>>> = {
  sslrootcert: 'rootCertificate',
  sslcert: 'certificate',
  sslkey: 'key',
  sslpassword: 'passphrase',
}

/** Throws `DriverError` on a parameter that is not known: dropped in silence, it would be a lie. */
export function parametersOf(query: string): Location {
  const found: { -readonly [name in keyof Location]?: Location[name] } = {}
  const tls: { -readonly [name in keyof TlsParameters]?: TlsParameters[name] } = {}
  for (const pair of query.split('&')) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const name = decode(equals === -1 ? pair : pair.slice(0, equals), 'query')
    const value = equals === -1 ? '' : decode(pair.slice(equals + 1), `parameter ${name}`)
    const file = TLS[name]
    if (file !== undefined) tls[file] = value
    else if (name === 'sslmode' || name === 'ssl') tls.mode = modeFrom(name, value)
    else if (name === 'host' || name === 'user' || name === 'password' || name === 'application_name' || name === 'options')
      found[name] = value
    else if (name === 'dbname') found.database = value
    else if (name === 'port') found.port = portFrom(value)
    else if (name === 'connect_timeout') Object.assign(found, timeoutFrom(value))
    // The client binds where it can, and does not refuse where it cannot.
    else if (name === 'channel_binding') found.enableChannelBinding = value !== 'disable'
    else if (name === 'pgbouncer') Object.assign(found, value === 'true' ? { pooler: 'transaction' } : {})
    else if (name === 'schema' && value === 'public') continue
    else if (!OTHERS.has(name)) throw refused(unknown(name))
  }
  return { ...found, tls: Object.keys(tls).length === 0 ? undefined : { mode: 'prefer', ...tls } }
}

/** `ssl` is what other clients call it, with `true` or with a mode. */
function modeFrom(name: string, value: string): TlsParameters['mode'] {
  if (name === 'ssl' && (value === 'true' || value === '1')) return 'require'
  if (name === 'ssl' && (value === 'false' || value === '0')) return 'disable'
  const mode = MODES.find((known) => known === value)
  if (mode === undefined) throw refused(`${name} is one of ${MODES.join(', ')}`)
  return mode
}

/** As libpq: seconds, and without an end at 0, which here is the longest that a timer takes. */
function timeoutFrom(value: string): { readonly connectTimeoutMs: number } {
  const seconds = Number(value)
  if (!Number.isInteger(seconds) || value === '') throw refused('connect_timeout is a whole number of seconds')
  return { connectTimeoutMs: seconds <= 0 ? 2 ** 31 - 1 : Math.min(seconds * 1000, 2 ** 31 - 1) }
}

function unknown(name: string): string {
  if (name === 'schema') return 'schema is not a parameter of PostgreSQL; give the search path with options=-c%20search_path%3D…'
  return `nobody knows its parameter ${name}`
}
