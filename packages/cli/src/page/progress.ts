// Owns: what is said while a run goes on.
// Must not know: how a run ends.

import type { MigrateEvent, Observer, StepResult } from '@godwit/core'
import { writeDuration } from '../text/duration.ts'
import type { Output } from './output.ts'

/** One line for each step that is done, as soon as it is, and on a terminal one that says what is going on. */
export function progress(output: Output): Observer {
  let widths = { id: 0, description: 0 }
  let total = 0
  let done = 0
  return (event: MigrateEvent): void => {
    switch (event.type) {
      case 'run.planned': {
        const { steps } = event.plan
        widths = { id: widest(steps.map(labelOf)), description: widest(steps.map(({ description }) => description)) }
        total = steps.length
        done = 0
        return
      }
      case 'turn.waiting':
        output.transient(`Somebody else writes; waiting for ${writeDuration(event.waitedMs)} …`)
        return
      case 'run.overtaken':
        if (output.detail === 'verbose') output.note(`The history of ${event.id} is not as it was read; reading it again.`)
        return
      case 'session.waiting':
        output.transient(
          `Session ${event.session} is still at work on statement ${event.n + 1} of ${event.id}; waiting for ${writeDuration(event.waitedMs)} …`,
        )
        return
      case 'lease.inline':
        if (output.detail === 'verbose')
          output.note(`There is no second connection to renew the lease on (${event.reason}); it is renewed between statements.`)
        return
      case 'statement.settled':
        output.note(`Statement ${event.n + 1} of ${event.id}, which an earlier run left open, ${FOUND[event.judgement]}.`)
        return
      case 'remainder.removed':
        output.note(`Removed what an interrupted statement of ${event.id} had left: ${event.text}`)
        return
      case 'step.started':
        output.transient(`${verbOf(event.step.direction, event.step.kind)} ${labelOf(event.step)} (${done + 1} of ${total}) …`)
        return
      case 'statement.done':
        output.transient(`${event.id}: statement ${event.n + 1} of ${event.total} …`)
        return
      case 'step.done':
        done++
        output.say(stepLine(event.result, output, widths))
        return
      case 'run.done':
        output.transient('')
        return
      default:
        event satisfies never
    }
  }
}

const FOUND: { readonly [judgement in Extract<MigrateEvent, { readonly type: 'statement.settled' }>['judgement']]: string } = {
  'took-effect': 'did take effect',
  'did-not-happen': 'did not happen and runs again',
  repeat: 'does no harm a second time and runs again',
  unresolved: 'cannot be told about',
}

function stepLine(step: StepResult, { form, paint }: Output, widths: { readonly id: number; readonly description: number }): string {
  const label = labelOf(step)
  const verb = step.direction === 'down' ? 'rolled back' : step.kind === 'record' ? 'recorded' : 'applied'
  const time = writeDuration(step.duration)
  if (form === 'lines') return `${verb} ${label} (${time})`
  const mark = step.direction === 'down' ? paint.yellow('↓') : paint.green('✓')
  return `  ${mark} ${label.padEnd(widths.id)}  ${step.description.padEnd(widths.description)}  ${paint.dim(time)}`
}

function verbOf(direction: 'up' | 'down', kind: string): string {
  if (direction === 'down') return 'Rolling back'
  return kind === 'record' ? 'Recording' : 'Applying'
}

/** The line is named unless it is the application's own. */
function labelOf({ line, id }: { readonly line: string; readonly id: string }): string {
  return line === 'app' ? id : `${line}/${id}`
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(({ length }) => length))
}
