// Owns: the exit code of what a command came back with.
// Must not know: how the result is printed.

import type { Status } from '@godwit/core'
import { EXIT, exitOfError, exitOfProblems, exitOfReport, worst, type ExitCode } from './process/exit-code.ts'
import type { Result } from './result.ts'

export function exitOfResult(result: Result): ExitCode {
  switch (result.kind) {
    case 'runs':
      return worst(result.runs.map(({ report }) => exitOfReport(report)))
    case 'plans':
      return worst(result.plans.map(({ planning }) => (planning.ok ? EXIT.done : exitOfProblems(planning.problems))))
    case 'status':
      return result.check === 'asked' && !result.lines.every(isSettled) ? EXIT.decision : EXIT.done
    case 'validation':
      return result.lines.every(({ validation }) => validation.isValid) ? EXIT.done : EXIT.decision
    case 'unresolved':
      return result.told.some(({ next }) => next === 'asks') ? EXIT.decision : EXIT.done
    case 'checks':
      return exitOfChecks(result.checks)
    case 'answered':
    case 'files':
    case 'resolved':
    case 'text':
      return EXIT.done
    case 'declined':
      return EXIT.decision
    case 'error':
      return exitOfError(result.error)
    default:
      return result satisfies never
  }
}

function isSettled({ migrations }: Status): boolean {
  return migrations.every(({ state }) => state === 'applied')
}

/** The first that failed decides: what comes after it often fails for the same reason. */
function exitOfChecks(checks: Extract<Result, { kind: 'checks' }>['checks']): ExitCode {
  const failed = checks.find(({ state }) => state === 'failed')
  if (failed === undefined) return EXIT.done
  switch (failed.name) {
    case 'node':
    case 'configuration':
    case 'driver':
    case 'migrations':
      return EXIT.usage
    case 'connection':
    case 'permissions':
      return EXIT.connection
    case 'bookkeeping':
    case 'drift':
      return EXIT.decision
    default:
      return failed.name satisfies never
  }
}
