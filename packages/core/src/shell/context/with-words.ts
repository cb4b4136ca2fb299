// Owns: an error that somebody who saw more of it has something to add to.
// Must not know: what was added.

import { MigrateError } from '../../model/error.ts'

/** The same error, and `words` in brackets behind its own. */
export function withWords({ code, message, details, retryable, cause }: MigrateError, words: string): MigrateError {
  return new MigrateError(code, `${message} (${words})`, details, { cause, retryable })
}
