// Owns: asking a server, beside a client's connection, to end what that one is at.
// Must not know: why.

import { insidesOf, type Client } from './client.ts'

/** How long the server may take to close the connection that brought the request, milliseconds. */
const PATIENCE_MS = 5000

interface Side {
  readonly stream: { destroy(error?: Error): unknown }
  once(event: 'connect' | 'sslconnect' | 'end', listener: () => void): unknown
  on(event: 'error', listener: () => void): unknown
  connect(portOrPath: unknown, host?: unknown): void
  requestSsl(): void
  cancel(processID: unknown, secretKey: unknown): void
}

/**
 * By the request that the protocol has for it, which a pooler passes on, and which needs no privilege and no login. Done
 * when the server has closed that connection: then the signal is on its way, and cannot hit what is sent afterwards.
 * Fulfilled too where it cannot be asked: what is under way then ends by itself.
 * @see https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS
 */
export function cancelOn(client: Client): Promise<void> {
  const { processID, secretKey, host, port, ssl, connection } = insidesOf(client)
  if (processID === null || processID === undefined || typeof connection?.constructor !== 'function') return Promise.resolve()
  const Connection = connection.constructor as new (options: { readonly ssl: unknown }) => Side
  return new Promise((resolve) => {
    const side = new Connection({ ssl })
    const end = (): void => {
      clearTimeout(limit)
      side.stream.destroy()
      resolve()
    }
    const limit = setTimeout(end, PATIENCE_MS)
    side.on('error', end)
    side.once('end', end)
    const ask = (): void => side.cancel(processID, secretKey)
    side.once('connect', () => (ssl ? side.requestSsl() : ask()))
    side.once('sslconnect', ask)
    if (typeof host === 'string' && host.startsWith('/')) side.connect(`${host}/.s.PGSQL.${String(port)}`)
    else side.connect(port, host)
  })
}
