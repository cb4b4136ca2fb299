// Owns: a result as text for people and pipes.
// Must not know: how the result came about, JSON.

import { afterBlocked } from './aftermath.ts'
import type { Context } from '../context.ts'
import { renderChecks } from './render-checks.ts'
import { renderError, renderRunFailure } from './render-error.ts'
import { renderPlan } from './render-plan.ts'
import { renderProblems } from './render-problem.ts'
import { renderTold, titleOf } from './render-told.ts'
import { renderStatus } from './render-status.ts'
import { writeDuration } from '../text/duration.ts'
import type { LineRun, Result } from '../result.ts'

export type Page = Pick<Context, 'output' | 'flags'> & { readonly cwd: string }

export async function render(result: Result, page: Page): Promise<void> {
  const { output } = page
  switch (result.kind) {
    case 'runs':
      for (const run of result.runs) renderRun(run, result, page)
      return
    case 'plans':
      for (const plan of result.plans) renderPlan(plan, result.plans.length === 1 ? 'one' : 'several', page)
      return
    case 'status':
      return renderStatus(result, page)
    case 'validation':
      for (const { line, validation } of result.lines) {
        for (const warning of validation.warnings) output.note(`${output.alarm.yellow('warning')}: ${warning}`)
        for (const error of validation.errors) output.complain(`${output.alarm.red('error')}: ${error}`)
        if (!validation.isValid)
          output.complain(
            `  ${output.alarm.dim('database:')} Nothing was written.\n  ${output.alarm.dim('next:')} \`migrate plan\` says what to do about each.`,
          )
        else output.say(`${line}: every migration is valid.`)
      }
      return
    case 'unresolved':
      if (result.told.length === 0) output.say('Nothing is unresolved.')
      else renderTold(result.told, '', page, output.say)
      return
    case 'resolved':
      output.say(`${titleOf(result)}: recorded as ${result.verdict}.`)
      output.note('Run the migration again to go on.')
      return
    case 'checks':
      renderChecks(result.checks, page)
      return
    case 'files':
      for (const { path, state } of result.files)
        output.say(`${state === 'created' ? output.paint.green('created') : output.paint.dim('kept   ')} ${path}`)
      if (result.next !== '') output.note(result.next)
      return
    case 'answered':
      output.say(`${result.database.url ?? result.database.driver} answers (after ${writeDuration(result.waitedMs)}).`)
      return
    case 'declined':
      output.note('Nothing was written.')
      return
    case 'text':
      output.say(result.text)
      return
    case 'error':
      renderError(result, page)
      return
    default:
      result satisfies never
  }
}

/** The steps themselves were printed as they were done. */
function renderRun(run: LineRun, result: Extract<Result, { kind: 'runs' }>, page: Page): void {
  const { line, direction, report } = run
  const { output } = page
  const of = line === 'app' ? '' : ` of ${line}`
  switch (report.outcome) {
    case 'up-to-date':
      output.say(upToDate(run, page.flags, of))
      break
    case 'migrated': {
      const time = report.steps.reduce((sum, { duration }) => sum + duration, 0)
      const recorded = report.steps.every(({ kind }) => kind === 'record')
      const verb = direction === 'down' ? 'rolled back' : recorded ? 'recorded' : 'applied'
      const trips = output.detail === 'verbose' ? `, ${report.roundTrips} round trips` : ''
      output.say(
        `${report.steps.length} ${report.steps.length === 1 ? 'migration' : 'migrations'}${of} ${verb} in ${writeDuration(time)}${trips}.`,
      )
      break
    }
    case 'rehearsed':
      output.say(`${report.steps.length} migrations${of} rehearsed; nothing was written.`)
      break
    case 'blocked': {
      const told = run.told ?? []
      renderTold(told, afterBlocked(run), page, output.complain)
      const rest = report.problems.filter((problem) => problem.code !== 'STATEMENT_UNRESOLVED' || told.length === 0)
      renderProblems('error', rest, page, afterBlocked(run))
      return
    }
    case 'failed':
      renderRunFailure(run, report, result, page)
      return
    default:
      return report satisfies never
  }
  renderProblems('warning', report.warnings, page)
}

function upToDate({ direction, known }: LineRun, { to, steps }: Page['flags'], of: string): string {
  if (direction === 'down') return `Nothing to roll back${of}.`
  if (known === 0) return `Nothing to do: there is no migration${of}.`
  return to === undefined && steps === undefined ? `Nothing to do: everything${of} is applied.` : `Nothing to do${of}.`
}
