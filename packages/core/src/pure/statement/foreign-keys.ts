// Owns: whether foreign keys are suspended while a migration runs.
// Must not know: how they are.

import type { Dialect } from '../../model/dialect.ts'
import type { Migration } from '../../model/migration.ts'

/** An engine that rebuilds no tables has nothing to suspend, whatever was written for the one that does. */
export function foreignKeysOf(
  { foreignKeys = 'enforced' }: Pick<Migration, 'foreignKeys'>,
  { rebuild }: Dialect,
): 'enforced' | 'suspended' {
  return rebuild === undefined ? 'enforced' : foreignKeys
}
