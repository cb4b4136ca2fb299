// Owns: how a file that cannot be used is refused.
// Must not know: why.

import { MigrateError } from '../../model/error.ts'

/**
 * The error for a file or folder, `where` as a person would write it, with `:line` where there is one. `reason` begins
 * small and has no full stop at its end; it may be a question.
 */
export function invalidFile(
  where: string,
  reason: string,
  about: { readonly id?: string; readonly cause?: unknown } = {},
): MigrateError<'INVALID'> {
  const options = about.cause === undefined ? {} : { cause: about.cause }
  return new MigrateError(
    'INVALID',
    `${where}: ${reason}${reason.endsWith('?') ? '' : '.'}`,
    { subject: about.id === undefined ? 'file' : 'migration', id: about.id },
    options,
  )
}
