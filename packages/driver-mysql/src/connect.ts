// Owns: a connection of our own, from nothing to set up.
// Must not know: sessions, how many there are.

import { readFileSync } from 'node:fs'
import { drop, loadClient, type CallbackConnection, type ClientOptions } from './client.ts'
import type { MysqlConfig, TlsMode, TlsOptions } from './config.ts'
import { driverError } from './errors.ts'
import { setUp, type Facts } from './facts.ts'
import { inTime } from './in-time.ts'
import { locate, type Location } from './location.ts'
import { refusal } from './refusal.ts'
import { openWire, type Wire } from './wire.ts'

/** Configuration and URL in one. */
export type Target = Omit<MysqlConfig, 'url'> & Pick<Location, 'tlsFiles'>

export function targetOf({ url, ...config }: MysqlConfig): Target {
  const given = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined))
  const location = url === undefined ? {} : Object.fromEntries(Object.entries(locate(url)).filter(([, value]) => value !== undefined))
  const target: Target = { ...location, ...given }
  return target.charset === undefined ? target : { ...target, charset: ownCharset(target.charset) }
}

/**
 * What a script holds must arrive. In another character set the client writes other characters for those that it does not have,
 * or halves of them, and nobody is told; `utf8` is MySQL's old word for a part of the same.
 */
function ownCharset(name: string): string {
  if (/^utf-?8(?:mb[34])?$/i.test(name)) return 'utf8mb4'
  if (/^utf8mb4_\w+$/i.test(name)) return name.toLowerCase()
  throw refusal(
    'connection',
    `The character set of a connection is utf8mb4, or a collation of it: in ${/^\w{1,40}$/.test(name) ? name : 'another'} some characters of a script would be written as others. The tables have whichever they say.`,
  )
}

export interface Line {
  readonly wire: Wire
  readonly facts: Facts
}

const CONNECT_TIMEOUT_MS = 10_000
/** A connection that has been quiet for so long is asked by the operating system whether it still is one. */
const KEEP_ALIVE_MS = 10_000

/** Connects, logs in and sets up. Rejects with `DriverError`, at the latest after `connectTimeoutMs`. */
export async function connect(target: Target, signal: AbortSignal | undefined): Promise<Line> {
  try {
    return await attempt(target, optionsOf(target, target.ssl ?? 'disabled'), signal)
  } catch (error) {
    if (target.ssl !== 'preferred' || !hasCode(error, 'HANDSHAKE_NO_SSL_SUPPORT')) throw error
    return await attempt(target, optionsOf(target, 'disabled'), signal)
  }
}

async function attempt(target: Target, options: ClientOptions, signal: AbortSignal | undefined): Promise<Line> {
  const secrets = target.password === undefined ? [] : [target.password]
  const { createConnection } = loadClient()
  let connection: CallbackConnection
  try {
    connection = createConnection(options)
  } catch (error) {
    throw driverError(error, { moment: 'before', secrets })
  }
  const wire = openWire(connection, secrets)
  try {
    // The client's own timer may end with the first thing that it hears, and a server may fall silent after that.
    const facts = await inTime(options.connectTimeout, signal, async () => {
      await connected(connection)
      return await setUp(wire, target)
    })
    return { wire, facts }
  } catch (error) {
    drop(connection)
    throw driverError(error, { moment: 'before', secrets })
  }
}

function connected(connection: CallbackConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('connect', () => resolve())
    connection.on('error', reject)
  })
}

function optionsOf(target: Target, mode: TlsMode | TlsOptions): ClientOptions {
  const { host, port, socketPath, user, password, database, charset = 'utf8mb4', multipleStatements = 'on' } = target
  const ssl = tlsOf(mode, target)
  return {
    ...(socketPath === undefined ? { host: host ?? 'localhost', port: port ?? 3306 } : { socketPath }),
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    ...(database === undefined ? {} : { database }),
    ...(ssl === undefined ? {} : { ssl }),
    charset,
    connectTimeout: target.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    keepAliveInitialDelay: KEEP_ALIVE_MS,
    multipleStatements: multipleStatements === 'on',
    // The client asks for IGNORE_SPACE, with which a table cannot be called `count`; and no server gets files from here.
    // FOUND_ROWS, which it asks for too, stays: an UPDATE counts the rows it found, as on every other engine.
    flags: ['-IGNORE_SPACE', '-LOCAL_FILES'],
  }
}

function tlsOf(mode: TlsMode | TlsOptions, { tlsFiles }: Target): object | undefined {
  if (mode === 'disabled') return undefined
  if (typeof mode === 'object') return { ...mode }
  const strict = mode === 'verify-ca' || mode === 'verify-identity'
  const files = Object.entries(tlsFiles ?? {}).filter(([, path]) => path !== undefined)
  return { rejectUnauthorized: strict, verifyIdentity: mode === 'verify-identity', ...Object.fromEntries(files.map(readKey)) }
}

function readKey([name, path]: readonly [string, string]): readonly [string, Uint8Array] {
  try {
    return [name, readFileSync(path)]
  } catch (error) {
    throw driverError(error, { moment: 'before' })
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
