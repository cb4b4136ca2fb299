// Owns: what a command is given.
// Must not know: what a command does with it.

import type { FlagValues } from './invocation/flag.ts'
import type { Output } from './page/output.ts'
import type { DatabaseName } from './result.ts'
import type { Surroundings } from './process/surroundings.ts'

export interface Context {
  readonly operands: readonly string[]
  readonly flags: FlagValues
  readonly surroundings: Surroundings
  readonly output: Output
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
  /** Tells which database this is about as soon as that is known, for errors that come later. */
  readonly meet: (database: DatabaseName) => void
}
