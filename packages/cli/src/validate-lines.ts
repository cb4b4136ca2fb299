// Owns: what can be said against each line, the ones before it counted as they will be.
// Must not know: what makes a migration valid.

import type { ValidationResult } from '@godwit/core'
import type { LineOfDatabase } from './database.ts'
import { planAhead } from './plan-lines.ts'
import { LATEST } from './target.ts'

export interface ValidatedLine {
  readonly line: LineOfDatabase
  readonly validation: ValidationResult
}

export async function validateLines(lines: readonly LineOfDatabase[], signal: AbortSignal): Promise<readonly ValidatedLine[]> {
  const planned = lines.length === 1 ? [] : await planAhead(lines, 'up', LATEST, { signal })
  const validated: ValidatedLine[] = []
  for (const [index, line] of lines.entries()) {
    const after = planned.slice(0, index).flatMap(({ planning }) => (planning.ok ? [planning.plan] : []))
    validated.push({ line, validation: await line.migrator.validateMigrations({ signal, after }) })
  }
  return validated
}
