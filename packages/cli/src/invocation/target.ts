// Owns: --to and --steps as one target.
// Must not know: which migrations exist.

import type { Target } from '@godwit/core'
import { CommandError } from '../process/command-error.ts'
import { EXIT } from '../process/exit-code.ts'
import type { FlagValues } from './flag.ts'

export const LATEST: Target = { to: 'latest' }

/** `otherwise` where neither flag was given. */
export function targetOf(flags: FlagValues, otherwise: Target): Target {
  const { to, steps } = flags
  if (to !== undefined && steps !== undefined) throw usage('--to and --steps exclude each other.', 'Leave one of them out.')
  if (to !== undefined) return { to }
  if (steps === undefined) return otherwise
  if (!/^\d{1,9}$/.test(steps)) throw usage(`--steps cannot be \`${steps}\`.`, 'Write a whole number from 0.')
  return { steps: Number(steps) }
}

function usage(message: string, remedy: string): CommandError {
  return new CommandError({ exitCode: EXIT.usage, code: 'USAGE', message, remedy })
}
