// Owns: what a seeded bug is.
// Must not know: any.

import type { Driver } from '@godwit/core/driver'
import type { Elsewhere } from '../../src/subject.ts'

export interface Bug {
  /** What is wrong with the driver. */
  readonly bug: string
  readonly make: ((path: string) => Driver) | { readonly over: (port: number) => Driver }
  /** Names of the laws that must notice. */
  readonly caughtBy: readonly string[]
  /** In what they say. A law that fails for another reason has noticed nothing. */
  readonly says: RegExp
  /** Milliseconds, for a driver that hangs. */
  readonly patience?: number
  /** For laws that need another process. */
  readonly built?: Omit<Elsewhere, 'argument'>
}
