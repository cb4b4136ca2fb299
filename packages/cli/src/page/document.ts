// Owns: a result as the JSON document that schema/output.schema.json describes.
// Must not know: streams, text for people.

import {
  describeProblem,
  isMigrateError,
  type MigrateError,
  type Planning,
  type Problem,
  type Report,
  type Status,
  type Step,
  type StepResult,
} from '@godwit/core'
import { aftermathOfError, aftermathOfRun } from './aftermath.ts'
import { isCommandError } from '../process/command-error.ts'
import type { ExitCode } from '../process/exit-code.ts'
import type { FlagValues } from '../invocation/flag.ts'
import { MEANING } from './render-told.ts'
import type { DatabaseName, LineRun, Result } from '../result.ts'
import { commandForRest } from './same-command.ts'
import type { Told } from '../told.ts'

/** Grows by new fields only; a change that could break a reader changes `version`. */
export function toDocument(command: string, exitCode: ExitCode, result: Result, flags: FlagValues): object {
  return {
    version: 1,
    command,
    exitCode,
    database: 'database' in result && result.database !== undefined ? databaseOf(result.database) : null,
    result: bodyOf(result, flags),
  }
}

function bodyOf(result: Result, flags: FlagValues): object {
  switch (result.kind) {
    case 'runs':
      return { kind: 'runs', runs: result.runs.map((run) => runOf(run, commandForRest(result.verb, run, flags))) }
    case 'plans':
      return { kind: 'plans', plans: result.plans.map(({ line, direction, planning }) => ({ line, direction, ...planningOf(planning) })) }
    case 'status':
      return { kind: 'status', lines: result.lines.map(statusOf) }
    case 'validation':
      return { kind: 'validation', lines: result.lines.map(({ line, validation }) => ({ line, ...validation })) }
    case 'unresolved':
      return { kind: 'unresolved', unresolved: result.told.map(toldOf) }
    case 'resolved':
      return { kind: 'resolved', line: result.line, id: result.id, statement: result.n + 1, as: result.verdict }
    case 'checks':
    case 'text':
      return result
    case 'files':
      return { kind: 'files', files: result.files }
    case 'answered':
      return { kind: 'answered', waitedMs: result.waitedMs, attempts: result.attempts }
    case 'declined':
      return { kind: 'declined', question: result.question }
    case 'error':
      return { kind: 'error', error: errorOf(result.error) }
    default:
      return result satisfies never
  }
}

function databaseOf({ name, driver, url }: DatabaseName): object {
  return { name: name ?? null, driver, url: url ?? null }
}

/** `rest`: the command for what is left. */
function runOf(run: LineRun, rest: string): object {
  return { line: run.line, direction: run.direction, ...reportOf(run, rest) }
}

function reportOf(run: LineRun, rest: string): object {
  const { report } = run
  switch (report.outcome) {
    case 'up-to-date':
      return { outcome: report.outcome, roundTrips: report.roundTrips, warnings: report.warnings.map(problemOf) }
    case 'migrated':
      return {
        outcome: report.outcome,
        roundTrips: report.roundTrips,
        steps: report.steps.map(stepOf),
        warnings: report.warnings.map(problemOf),
      }
    case 'rehearsed':
      return {
        outcome: report.outcome,
        roundTrips: report.roundTrips,
        steps: report.steps.map((step) => ({ ...stepOf(step), proof: step.proof, affected: step.affected })),
        warnings: report.warnings.map(problemOf),
      }
    case 'blocked':
      return {
        outcome: report.outcome,
        roundTrips: report.roundTrips,
        problems: report.problems.map(problemOf),
        done: report.done.map(stepOf),
        ...(run.told === undefined || run.told.length === 0 ? {} : { unresolved: run.told.map(toldOf) }),
      }
    case 'failed':
      return failureOf(run, report, rest)
    default:
      return report satisfies never
  }
}

function failureOf(
  run: LineRun,
  { outcome, roundTrips, error, failed, done, undone, left }: Extract<Report, { outcome: 'failed' }>,
  rest: string,
): object {
  const { now, next } = aftermathOfRun(run, rest)
  return {
    outcome,
    roundTrips,
    error: { ...migrateErrorOf(error), database: now, remedy: next },
    failed: failed === undefined ? null : stepOf(failed),
    done: done.map(stepOf),
    undone,
    left,
  }
}

function stepOf({ line, id, description, direction, kind, transaction, startedAt, duration, roundTrips }: StepResult): object {
  return { line, id, description, direction, kind, transaction, startedAt: startedAt.toISOString(), duration, roundTrips }
}

function planningOf(planning: Planning): object {
  if (!planning.ok) return { outcome: 'blocked', problems: planning.problems.map(problemOf) }
  const { hash, steps } = planning.plan
  return { outcome: 'planned', hash, steps: steps.map(plannedOf), warnings: planning.warnings.map(problemOf) }
}

function plannedOf(step: Step): object {
  const { line, id, description, direction, kind, checksum } = step
  const common = { line, id, description, direction, kind, checksum }
  switch (step.kind) {
    case 'atomic':
      return { ...common, statements: step.statements.map(({ text }) => text), foreignKeys: step.foreignKeys }
    case 'journaled':
      return { ...common, statements: step.statements.map(({ text }) => text), from: step.from }
    case 'code':
    case 'steps':
      return { ...common, statements: [], revision: step.revision, foreignKeys: step.foreignKeys }
    case 'record':
      return { ...common, statements: [], because: step.because }
    default:
      return step satisfies never
  }
}

function statusOf({ line, current, roundTrips, migrations }: Status): object {
  return {
    line,
    current: current ?? null,
    roundTrips,
    migrations: migrations.map(({ id, description, state, halfWay, appliedAt, executionTime, origin }) => ({
      id,
      description,
      state,
      halfWay: halfWay === undefined ? null : { direction: halfWay.direction, done: halfWay.done },
      appliedAt: appliedAt ?? null,
      executionTime: executionTime ?? null,
      origin: origin ?? null,
    })),
  }
}

function toldOf({ n, place, session, sight, startedAt, before, now, choices, ...told }: Told): object {
  return {
    ...told,
    statement: n + 1,
    place: place ?? null,
    session: session ?? null,
    sight: sight ?? null,
    startedAt: startedAt === '' ? null : startedAt,
    before: before ?? null,
    now: now ?? null,
    choices: choices.map((as) => ({ as, meaning: MEANING[as] })),
  }
}

function problemOf(problem: Problem): object {
  return { ...problem, ...describeProblem(problem) }
}

function errorOf(error: unknown): object {
  const { now, next } = aftermathOfError(error)
  if (isMigrateError(error)) return { ...migrateErrorOf(error), database: now, remedy: next }
  const code = isCommandError(error) ? error.code : 'UNEXPECTED'
  return {
    code,
    message: error instanceof Error ? error.message : String(error),
    retryable: false,
    details: {},
    database: now,
    remedy: next,
  }
}

function migrateErrorOf({ code, message, retryable, details }: MigrateError): object {
  const problems = 'problems' in details ? { problems: details.problems.map(problemOf) } : {}
  return { code, message, retryable, details: { ...details, ...problems } }
}
