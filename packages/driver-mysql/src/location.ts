// Owns: which server, user and database a URL names.
// Must not know: the client, what is in the database.

import type { MysqlConfig, TlsMode } from './config.ts'
import { refusal } from './refusal.ts'

/** What a URL says; files of keys are named and not read yet. */
export interface Location extends Omit<MysqlConfig, 'url' | 'ssl'> {
  readonly ssl?: TlsMode
  readonly tlsFiles?: { readonly ca?: string; readonly cert?: string; readonly key?: string }
}

/** Authority and path by hand: `new URL` refuses `mysql://user@/db?socketPath=…`, which others take. */
const SHAPE =
  /^(mysql|mariadb)(?:\+[a-z0-9_.+-]+)?:\/\/(?:([^/?#]*)@)?(\[[^\]/?#@]*\]|[^:/?#@[\],]*)(?::(\d{1,5}))?(?:\/([^/?#]*))?(?:\?([^#]*))?$/i

const MODES: Readonly<Record<string, TlsMode>> = {
  disabled: 'disabled',
  disable: 'disabled',
  false: 'disabled',
  '0': 'disabled',
  preferred: 'preferred',
  prefer: 'preferred',
  required: 'required',
  require: 'required',
  'verify-ca': 'verify-ca',
  'verify-identity': 'verify-identity',
  'verify-full': 'verify-identity',
  true: 'verify-identity',
  '1': 'verify-identity',
}

/** Throws `DriverError` on what is no URL of MySQL or MariaDB; it never repeats the URL, which may hold a password. */
export function locate(url: string): Location {
  const [, scheme, login, host, port, database, query] =
    SHAPE.exec(url.trim()) ??
    refuse('the URL cannot be read: it is written mysql://user:password@host:port/database, with special characters percent-encoded')
  const colon = login?.indexOf(':') ?? -1
  const parameters = readParameters(query ?? '')
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) refuse('the port is not between 1 and 65535')
  return {
    flavor: scheme?.toLowerCase() === 'mariadb' ? 'mariadb' : undefined,
    host: host === undefined || host === '' ? undefined : decode(host.replace(/^\[|\]$/g, '')),
    port: port === undefined ? undefined : Number(port),
    user: login === undefined ? undefined : decode(colon === -1 ? login : login.slice(0, colon)),
    password: login === undefined || colon === -1 ? undefined : decode(login.slice(colon + 1)),
    database: database === undefined || database === '' ? undefined : decode(database),
    ...parameters,
  } as Location
}

/** Names are compared without case, dashes and underscores. What others mean and we need not know is left out. */
function readParameters(query: string): Partial<Location> {
  const found = new Map([...new URLSearchParams(query)].map(([name, value]) => [name.toLowerCase().replaceAll(/[-_]/g, ''), value]))
  const take = (...names: readonly string[]): string | undefined => {
    const value = names.map((name) => found.get(name)).find((text) => text !== undefined)
    for (const name of names) found.delete(name)
    return value
  }
  const mode = take('sslmode', 'ssl', 'usessl')
  const ssl = mode === undefined ? undefined : MODES[mode.toLowerCase().replaceAll('_', '-')]
  if (mode !== undefined && ssl === undefined) refuse(`ssl-mode is one of ${[...new Set(Object.values(MODES))].join(', ')}`)
  const files = { ca: take('sslca'), cert: take('sslcert'), key: take('sslkey') }
  const several = take('multiplestatements')
  const parameters = {
    socketPath: take('socketpath', 'socket', 'unixsocket'),
    charset: take('charset'),
    sqlMode: take('sqlmode'),
    multipleStatements: several === undefined ? undefined : /^(?:off|false|0)$/i.test(several) ? ('off' as const) : ('on' as const),
    ssl,
    tlsFiles: Object.values(files).some((file) => file !== undefined) ? files : undefined,
  }
  // What is asked for about encryption is done or refused, never left out in silence.
  const unknown = [...found.keys()].find((name) => /ssl|tls/.test(name))
  if (unknown !== undefined)
    refuse(`the parameter ${unknown.slice(0, 30)} is not known; encryption is asked for with ssl-mode, ssl-ca, ssl-cert and ssl-key`)
  return parameters as Partial<Location>
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return refuse('the URL has a % that is not followed by two hexadecimal digits')
  }
}

function refuse(why: string): never {
  throw refusal('connection', `Not a URL of MySQL or MariaDB: ${why}.`)
}
