// Owns: what a run of a line came to, in words.
// Must not know: commands.

import { describeProblem, type Report } from '@godwit/core'
import { EXIT, Refusal } from './refusal.ts'

/** The ids of what was done. Throws `Refusal` where the line was refused or failed: what was done before stays, and is recorded. */
export function assertDone(line: string, report: Report): readonly string[] {
  switch (report.outcome) {
    case 'up-to-date':
      return []
    case 'migrated':
    case 'rehearsed':
      return report.steps.map(({ id }) => id)
    case 'blocked': {
      const { message, remedy } = describeProblem(report.problems[0])
      throw new Refusal(EXIT.failed, `${line}: ${message} ${remedy}`)
    }
    case 'failed':
      throw new Refusal(EXIT.failed, `${line}: ${report.error.message}`)
    default:
      return report satisfies never
  }
}
