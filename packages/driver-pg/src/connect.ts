// Owns: a connection of our own: the client's settings, TLS, and how long it may take.
// Must not know: sessions, what is kept for later.

import { openingCancelled } from '@godwit/core/driver'
import type { PgConfig } from './config.ts'
import { insidesOf, loadClient, type OwnClient } from './client.ts'
import { driverError } from './errors.ts'
import type { Limit } from './limit.ts'
import { locate, type Location } from './location.ts'
import { refusal } from './refusal.ts'
import { tlsWays, type Tls } from './tls.ts'

/** A client and what the server said of itself at the login. */
export interface Connected {
  readonly client: OwnClient
  readonly parameters: ReadonlyMap<string, string>
}

export interface Target {
  readonly settings: Readonly<Record<string, unknown>>
  readonly tls: Location['tls']
  readonly host: string | undefined
  readonly secrets: readonly string[]
}

/** After that long without a word the operating system asks whether the other side is still there, milliseconds. */
const SILENCE_MS = 10_000

/** Throws `DriverError` on a URL that cannot be used. */
export function targetOf({ url, lockTimeoutMs: _lock, connectTimeoutMs: _connect, pooler: _pooler, ...beside }: PgConfig): Target {
  const { tls, connectTimeoutMs: _own, pooler: _named, ...named } = url === undefined ? { tls: undefined } : locate(url)
  const settings: Readonly<Record<string, unknown>> = { ...named, ...beside }
  const { password, host } = settings
  const known = new Set([settings['user'], settings['database'], host])
  const secrets = [...new Set([password, tls?.passphrase])].filter((secret) => typeof secret === 'string' && !known.has(secret))
  return {
    settings,
    tls: beside.ssl === undefined ? tls : undefined,
    host: typeof host === 'string' ? host : undefined,
    secrets: secrets.flatMap((secret) => [String(secret), encodeURIComponent(String(secret))]),
  }
}

/** Rejects with `DriverError`, also when the signal comes or the time is over. Nothing is left open then. */
export async function connect(target: Target, limit: Limit): Promise<Connected> {
  const since = performance.now()
  const left = (): Limit => ({ ...limit, ms: Math.max(limit.ms - (performance.now() - since), 1) })
  const { first, second } = tlsWays(target.tls, target.host)
  try {
    return await attempt(target, first, left())
  } catch (error) {
    const failure = driverError(error, { phase: 'connecting', secrets: target.secrets })
    const unencrypted = failure.code === '28000' || failure.message.includes('does not support SSL')
    if (second === undefined || !unencrypted || limit.signal?.aborted === true) throw failure
    return await attempt(target, second.ssl, left()).catch((again: unknown) => {
      throw driverError(again, { phase: 'connecting', secrets: target.secrets })
    })
  }
}

async function attempt({ settings }: Target, ssl: Tls, { ms, signal }: Limit): Promise<Connected> {
  const Client = loadClient()
  const client = new Client({
    fallback_application_name: 'godwit',
    keepAlive: true,
    keepAliveInitialDelayMillis: SILENCE_MS,
    ...settings,
    ...(ssl === undefined ? {} : { ssl }),
  })
  // A connection that breaks while nobody waits for it is found out by whoever uses it next.
  client.on('error', () => {})
  const parameters = new Map<string, string>()
  client.connection.on('parameterStatus', ({ parameterName, parameterValue }) => parameters.set(parameterName, parameterValue))
  let ended: Error | undefined
  // The client's own limit would say `timeout expired`, and destroys the socket that TLS no longer has.
  const end = (why: Error): void => {
    ended ??= why
    client.connection.stream.destroy(why)
  }
  const timer = setTimeout(() => end(refusal('connection', `The server gave no answer within ${Math.round(ms)} ms.`)), ms)
  const cancelled = (): void => end(openingCancelled())
  signal?.addEventListener('abort', cancelled, { once: true })
  try {
    await client.connect()
    return { client, parameters }
  } catch (error) {
    client.connection.stream.destroy()
    throw ended ?? error
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', cancelled)
  }
}

/** Without waiting for the server: it may be the reason for going. */
export function destroy(client: OwnClient): void {
  insidesOf(client).connection?.stream?.destroy?.()
}
