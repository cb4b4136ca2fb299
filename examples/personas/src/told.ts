// Owns: what the program says about personas that were not as they should be.
// Must not know: commands, databases.

import { describeProblem } from '@godwit/core'
import type { PersonaStart, SilentPersona } from '@godwit/schema-agents/chat'

/** How it ended: everything was done, or something was not, or nobody knows what was asked. */
export type Outcome = 'done' | 'not all' | 'misuse'

/** A line for each persona; the one that failed on standard error, with what to do. */
export function tellStart(start: PersonaStart): Outcome {
  switch (start.outcome) {
    case 'ready':
      console.log(`${start.persona}: ready, ${start.applied.length} migrations applied`)
      return 'done'
    case 'blocked':
      console.error(
        `${start.persona}: NOT READY, nothing was run in it: ${start.problems.map((each) => describeProblem(each).message).join(' ')}`,
      )
      return 'not all'
    case 'failed':
      console.error(`${start.persona}: NOT READY: ${messageOf(start.error)}`)
      return 'not all'
    default:
      return start satisfies never
  }
}

/** Who did not answer, so that nobody takes the answer for the whole. */
export function tellSilent(silent: readonly SilentPersona[]): Outcome {
  for (const { persona, error } of silent) console.error(`${persona}: did not answer: ${messageOf(error)}`)
  return silent.length === 0 ? 'done' : 'not all'
}

export function tellUnknown(persona: string): Outcome {
  console.error(`There is no persona ${persona}, and none was made. \`personas new ${persona}\` makes it.`)
  return 'not all'
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
