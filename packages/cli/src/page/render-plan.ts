// Owns: a plan as text: every statement in order, and the hash that stands for all of it.
// Must not know: how a plan is made.

import type { Step } from '@godwit/core'
import { renderProblems } from './render-problem.ts'
import type { Page } from './render.ts'
import type { LinePlanning } from '../result.ts'
import { sameCommand } from './same-command.ts'

/** What is piped into a file reads as SQL: everything else is a comment. */
export function renderPlan({ line, direction, planning }: LinePlanning, lines: 'one' | 'several', page: Page): void {
  const { output, flags } = page
  if (!planning.ok) {
    renderProblems('error', planning.problems, page)
    return
  }
  const { steps, hash } = planning.plan
  renderProblems('warning', planning.warnings, page)
  if (steps.length === 0) {
    output.say(`-- ${line}: nothing to do ${direction === 'up' ? 'up' : 'down'}.`)
    return
  }
  for (const step of steps) {
    output.say(output.paint.bold(`-- ${direction} ${line === 'app' ? '' : `${line}/`}${step.id}  ${step.description}  (${mannerOf(step)})`))
    if (step.kind === 'atomic' || step.kind === 'journaled') {
      const left = step.kind === 'atomic' ? step.statements : [...step.again, ...step.statements.slice(step.from)]
      left.forEach(({ text }) => output.say(`${text};`))
    }
    output.say('')
  }
  output.say(`-- ${steps.length} ${steps.length === 1 ? 'migration' : 'migrations'}, nothing was run. To run exactly this:`)
  const command = sameCommand(direction, { ...flags, ...(lines === 'several' ? { line } : {}) })
  output.say(`--   ${command} --plan ${hash}`)
}

function mannerOf(step: Step): string {
  switch (step.kind) {
    case 'atomic':
      return `one transaction${keysOf(step)}`
    case 'journaled':
      return step.from === 0 ? 'statement by statement' : `statement by statement, from number ${step.from + 1}`
    case 'code':
      return `code, revision ${step.revision}${keysOf(step)}`
    case 'steps':
      return `code in durable steps, revision ${step.revision}${keysOf(step)}`
    case 'record':
      return step.because === 'baseline' ? 'recorded only' : 'nothing to do on this engine'
    default:
      return step satisfies never
  }
}

function keysOf({ foreignKeys }: { readonly foreignKeys: 'enforced' | 'suspended' }): string {
  return foreignKeys === 'suspended' ? ', foreign keys checked at its end' : ''
}
