// Owns: the refusal of a text, a file or a name.
// Must not know: why.

/** The message is for people; where a text is meant, it begins with its place: `chat.sql:12: …`. */
export class NamedSqlError extends Error {
  override readonly name = 'NamedSqlError'
}

/** Also across two copies of this package. */
export function isNamedSqlError(error: unknown): error is NamedSqlError {
  return error instanceof Error && error.name === 'NamedSqlError'
}
