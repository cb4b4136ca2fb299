// Owns: what can be said against each line, the ones before it counted as they will be.
// Must not know: what makes a migration valid.

import type { Plan, Planning, ValidationResult } from '@godwit/core'
import type { LineOfDatabase } from './database.ts'
import { planAhead } from './plan-lines.ts'
import { LATEST } from '../invocation/target.ts'

export interface ValidatedLine {
  readonly line: LineOfDatabase
  readonly validation: ValidationResult
  /** Of all that is pending. */
  readonly planning: Planning
}

export async function validateLines(lines: readonly LineOfDatabase[], signal: AbortSignal): Promise<readonly ValidatedLine[]> {
  const planned = await planAhead(lines, 'up', LATEST, { signal })
  const validated: ValidatedLine[] = []
  const after: Plan[] = []
  for (const [index, line] of lines.entries()) {
    const planning = planned[index]?.planning
    if (planning === undefined) throw new RangeError(`line '${line.name}' was not planned`)
    validated.push({ line, planning, validation: await line.migrator.validateMigrations({ signal, after: [...after] }) })
    if (planning.ok) after.push(planning.plan)
  }
  return validated
}
