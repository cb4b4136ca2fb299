// Owns: an error that somebody who saw more of it has something to add to.
// Must not know: what was added.

import { type AnyMigrateError, MigrateError } from '../../model/error.ts'

/** The same error, and `words` in brackets behind its own. */
export function withWords({ code, message, details, retryable, cause }: AnyMigrateError, words: string): AnyMigrateError {
  // Code and details were one error's, and still fit each other.
  return new MigrateError(code, `${message} (${words})`, details, { cause, retryable }) as AnyMigrateError
}
