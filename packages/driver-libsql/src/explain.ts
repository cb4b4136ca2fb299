// Owns: why a server closed a web socket before it had answered anything.
// Must not know: sessions, statements.

import { DriverError } from '@godwit/core/driver'

/**
 * A server that refuses the token closes the socket at once, and more often than not the reason gets lost with it. The
 * same server answers HTTP under the same address, so it is asked there, for nothing, with the same token.
 */
export async function explainClosedSocket(error: DriverError, url: string, authToken: string | undefined): Promise<DriverError> {
  if (error.reason !== 'connection' || error.outcome === 'not-applied') return error
  const status = await pipelineStatus(url, authToken)
  if (status !== 401) return error
  return new DriverError({
    reason: 'authentication',
    message: `The server does not accept the ${authToken === undefined ? 'missing ' : ''}token (${error.message}).`,
    outcome: 'not-applied',
    code: error.code,
    at: error.at,
    cause: error,
  })
}

async function pipelineStatus(url: string, authToken: string | undefined): Promise<number | undefined> {
  try {
    const response = await fetch(new URL('v2/pipeline', url.replace(/^ws/i, 'http').replace(/\?.*$/s, '')), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authToken === undefined ? {} : { authorization: `Bearer ${authToken}` }) },
      body: '{"requests":[]}',
      signal: AbortSignal.timeout(5000),
    })
    await response.body?.cancel()
    return response.status
  } catch {
    // No answer is no explanation: the first error stays.
    return undefined
  }
}
