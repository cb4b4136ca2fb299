// Owns: which server, user and database a URL names.
// Must not know: pg, TLS beyond the names of its parameters.

import { parametersOf, type TlsParameters } from './url-parameters.ts'
import { decode, portFrom, refused } from './url-part.ts'

/** Absent is what the URL does not say. */
export interface Location {
  readonly host?: string
  readonly port?: number
  readonly user?: string
  readonly password?: string
  readonly database?: string
  readonly application_name?: string
  readonly options?: string
  readonly connectTimeoutMs?: number
  readonly pooler?: 'transaction'
  readonly enableChannelBinding?: boolean
  readonly tls: TlsParameters | undefined
}

/**
 * Reads `postgres[ql][+driver]://[user[:password]@][host[:port]][/database][?parameters]` as libpq does; no URL parser of
 * the web, which knows other rules for hosts and passwords. Throws `DriverError`, without the URL in it: it has a password.
 */
export function locate(url: string): Location {
  const parts = /^postgres(?:ql)?(?:\+[a-z0-9_.]+)?:\/\/([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?$/is.exec(url)
  if (parts === null) throw refused(url.includes('#') ? 'a # in it has to be written %23' : 'it does not begin with postgres://')
  const [, authority = '', path = '', query = ''] = parts
  // The last @: a password that holds one unencoded is still read as it was meant.
  const at = authority.lastIndexOf('@')
  const [user, password] = credentials(authority.slice(0, Math.max(at, 0)))
  return {
    ...some('user', user),
    ...some('password', password),
    ...place(authority.slice(at + 1)),
    ...some('database', decode(path, 'database')),
    ...parametersOf(query),
  }
}

function credentials(text: string): readonly [user: string, password: string] {
  const colon = text.indexOf(':')
  if (colon === -1) return [decode(text, 'user'), '']
  return [decode(text.slice(0, colon), 'user'), decode(text.slice(colon + 1), 'password')]
}

function place(text: string): { readonly host?: string; readonly port?: number } {
  if (text.includes(',')) throw refused('it names several hosts; give it one')
  const parts = /^(?:\[([^\]]+)\]|([^:[\]]*))(?::(\d*))?$/i.exec(text)
  if (parts === null)
    throw refused('its host or port cannot be read. An IPv6 address is written in brackets, and / ? # in a password %2F %3F %23')
  const [, address, name = '', port = ''] = parts
  return { ...some('host', decode(address ?? name, 'host')), ...(port === '' ? {} : { port: portFrom(port) }) }
}

function some<Name extends string>(name: Name, value: string): { readonly [name in Name]?: string } {
  return value === '' ? {} : ({ [name]: value } as { readonly [name in Name]: string })
}
