// Owns: the requests of a driver's clients to a server, and giving up those that are not answered.
// Must not know: what is asked.

export interface Requests {
  /** What the client uses instead of the global function. */
  readonly fetch: (request: Request) => Promise<Response>
  /** Of all that were sent until now. Those behind it are none of them: a driver may be used again. */
  giveUp(): void
}

/**
 * How long a server may take to answer a goodbye, milliseconds. Nobody waits for it; but a request without an answer would keep the
 * process alive for as long as the server likes, and an interrupted one with it.
 */
const PATIENCE_MS = 1000

export function requests(): Requests {
  let until = new AbortController()
  return {
    fetch: (request) => fetch(request, { signal: until.signal }),
    giveUp() {
      const sent = until
      until = new AbortController()
      setTimeout(() => sent.abort(), PATIENCE_MS).unref()
    },
  }
}
