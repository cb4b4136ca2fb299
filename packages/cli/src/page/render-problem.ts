// Owns: problems as text: what, where with the line shown, what to do.
// Must not know: how problems are found and worded.

import { describeProblem, type Place, type Problem } from '@godwit/core'
import { excerptOf } from '../text/excerpt.ts'
import type { Page } from './render.ts'

/** Errors always, warnings unless --quiet. `now`: what is true of the database, said once. */
export function renderProblems(
  severity: 'error' | 'warning',
  problems: readonly Problem[],
  { output, cwd }: Page,
  now: string = severity === 'error' ? 'Nothing was written.' : '',
): void {
  const { alarm } = output
  const print = severity === 'error' ? output.complain : output.note
  for (const [index, problem] of problems.entries()) {
    const { message, remedy } = describeProblem(problem)
    print(`${severity === 'error' ? alarm.red('error') : alarm.yellow('warning')}: ${message}`)
    const place = placeOf(problem)
    if (place !== undefined) printPlace(place, cwd, print)
    if (index === 0 && now !== '') print(`  ${alarm.dim('database:')} ${now}`)
    if (remedy !== '') print(`  ${alarm.dim('next:')} ${remedy}`)
  }
}

export function printPlace(place: Place, cwd: string, print: (line: string) => void): void {
  const { where, lines } = excerptOf(place, cwd)
  print(`  at ${where}`)
  lines.forEach(print)
}

function placeOf(problem: Problem): Place | undefined {
  return 'place' in problem ? problem.place : undefined
}
