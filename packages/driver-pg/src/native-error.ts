// Owns: reading what pg, PGlite, Node and OpenSSL throw.
// Must not know: reasons.

export interface NativeError {
  /** The server's message, with its detail and hint, which say what to look at. */
  readonly message: string
  /** SQLSTATE, or the code of the operating system or of Node. */
  readonly code: string | undefined
  /** Characters from the start of the message that was sent, from 1. */
  readonly position: number | undefined
  /** The place in the server's own source. */
  readonly routine: string | undefined
  /** Of the table whose constraint was broken. */
  readonly schema: string | undefined
}

export function readNativeError(error: unknown): NativeError {
  // Node tries all addresses of a name, and its error for all of them has no words of its own.
  const first = error instanceof AggregateError ? (error.errors[0] as unknown) : undefined
  const source = first !== undefined && text(error, 'message') === '' ? first : error
  const words = error instanceof Error ? text(source, 'message') || text(source, 'code') || 'The connection failed' : String(error)
  const more = [text(source, 'detail'), text(source, 'hint')].filter((part) => part !== undefined && part !== '')
  const position = Number(text(source, 'position') ?? Number.NaN)
  return {
    message: more.length === 0 ? words : `${words.replace(/\.$/, '')}. ${more.join(' ')}`,
    code: text(error, 'code') ?? text(source, 'code'),
    position: Number.isInteger(position) ? position : undefined,
    routine: text(source, 'routine'),
    schema: text(source, 'schema'),
  }
}

/** Every text in the error, for whoever looks for a secret there. */
export function textsOf(error: unknown): readonly string[] {
  if (typeof error !== 'object' || error === null) return [String(error)]
  return Object.getOwnPropertyNames(error).flatMap((name) => {
    const value = (error as Readonly<Record<string, unknown>>)[name]
    return typeof value === 'string' ? [value] : []
  })
}

function text(value: unknown, name: string): string | undefined {
  const found = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined
  return typeof found === 'string' ? found : undefined
}
