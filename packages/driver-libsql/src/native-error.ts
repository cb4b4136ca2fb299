// Owns: what can be read from an error of @libsql/client, whichever of its layers threw it.
// Must not know: reasons.

import { readRemoteError } from './remote-error.ts'

export interface NativeError {
  /** The database's own words: without the code that the client puts before them, once or twice. */
  readonly message: string
  /** SQLite's extended code where there is one, else the client's or the server's, else the operating system's. */
  readonly code: string | undefined
  /** Of an HTTP answer. */
  readonly status: number | undefined
  /** Which statement of a batch; undefined where it was none of them, or nobody knows. */
  readonly statementIndex: number | undefined
}

/** How a file that cannot be opened is reported: with SQLite's number and no code. */
const UNOPENED = /^ConnectionFailed\("(.*): (\d+)"\)$/s
const UNOPENED_CODES: Readonly<Record<string, string>> = {
  10: 'SQLITE_IOERR',
  14: 'SQLITE_CANTOPEN',
  23: 'SQLITE_AUTH',
  26: 'SQLITE_NOTADB',
}

export function readNativeError(error: unknown): NativeError {
  const message = error instanceof Error ? error.message : String(error)
  const unopened = UNOPENED.exec(message)
  if (unopened !== null) {
    return { message: unopened[1] ?? message, code: UNOPENED_CODES[unopened[2] ?? ''], status: undefined, statementIndex: undefined }
  }
  const remote = readRemoteError(message)
  if (remote !== undefined) return { ...remote, status: undefined, statementIndex: undefined }
  const cause = error instanceof Error ? error.cause : undefined
  return {
    message: wordsOf(message, text(error, 'code'), cause),
    code: extendedCode(error) ?? systemCode(message, cause) ?? text(error, 'code'),
    status: number(cause, 'status'),
    statementIndex: number(error, 'statementIndex'),
  }
}

function wordsOf(message: string, code: string | undefined, cause: unknown): string {
  let words = message
  while (code !== undefined && words.startsWith(`${code}: `)) words = words.slice(code.length + 2)
  words = words.replace(/^(?:SQLite error|SQL input error): /, '')
  // "fetch failed" alone helps nobody.
  return words === 'fetch failed' && cause instanceof Error ? `${words}: ${cause.message || text(cause, 'code')}` : words
}

/** Codes that are younger than the client's list have no name there. */
function extendedCode(error: unknown): string | undefined {
  const code = text(error, 'extendedCode')
  return code?.startsWith('UNKNOWN_') === true ? undefined : code
}

/** The code of a failed connection: a property of what `fetch` gives as cause, a word in what a web socket says. */
function systemCode(message: string, cause: unknown): string | undefined {
  return (
    /\b(?:connect|getaddrinfo|read|write) (E[A-Z_]+)\b/.exec(message)?.[1] ?? (message === 'fetch failed' ? text(cause, 'code') : undefined)
  )
}

function text(value: unknown, name: string): string | undefined {
  const found = property(value, name)
  return typeof found === 'string' ? found : undefined
}

function number(value: unknown, name: string): number | undefined {
  const found = property(value, name)
  return typeof found === 'number' ? found : undefined
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined
}
