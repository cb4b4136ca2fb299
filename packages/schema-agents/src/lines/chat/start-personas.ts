// Owns: every persona's database brought up to date, whatever becomes of the others.
// Must not know: where databases are, who is told.

import type { Problem, Report } from '@godwit/core'
import { inPersona } from './in-persona.ts'
import { keepPersonaId } from './persona.ts'
import type { PersonaStore } from './persona-store.ts'
import { checkPersonaId, DEFAULT_PERSONA } from './personas.ts'

/** What became of one persona at the start. `applied`: the ids of the migrations that ran now. */
export type PersonaStart =
  | { readonly persona: string; readonly outcome: 'ready'; readonly applied: readonly string[] }
  /** Nothing was run in it. `describeProblem` of the core puts it into words. */
  | { readonly persona: string; readonly outcome: 'blocked'; readonly problems: readonly Problem[] }
  | { readonly persona: string; readonly outcome: 'failed'; readonly error: unknown }

/**
 * Once, when a program starts: that of `default` is made where it is not there, then every one that is there is brought up to date, one
 * after the other. One that fails keeps none of the others back, and is told in its place. Rejects only where nobody can tell which
 * personas there are.
 */
export async function startAllPersonas(store: PersonaStore): Promise<readonly PersonaStart[]> {
  const others = (await store.list()).filter((persona) => persona !== DEFAULT_PERSONA)
  const starts: PersonaStart[] = []
  for (const persona of [DEFAULT_PERSONA, ...others]) starts.push(await startPersona(store, persona))
  return starts
}

/** A new persona's database. Null where it has one, which is left as it is. Throws `RangeError` on what is no id. */
export async function createPersona(store: PersonaStore, persona: string): Promise<PersonaStart | null> {
  checkPersonaId(persona)
  return (await store.list()).includes(persona) ? null : startPersona(store, persona)
}

/** Makes the database where there is none, brings it up to date and writes down whose it is, unless it says so. */
async function startPersona(store: PersonaStore, persona: string): Promise<PersonaStart> {
  try {
    const report = await store.bringUp(persona)
    const start = startOf(persona, report)
    if (start.outcome !== 'ready') return start
    const kept = await inPersona(store, persona, 'write', async (on) => {
      await keepPersonaId(on, persona)
      return start
    })
    if (kept === null) throw new Error(`The database of the persona ${persona} was deleted while it was started.`)
    return kept
  } catch (error) {
    return { persona, outcome: 'failed', error }
  }
}

function startOf(persona: string, report: Report): PersonaStart {
  switch (report.outcome) {
    case 'up-to-date':
      return { persona, outcome: 'ready', applied: [] }
    case 'migrated':
      return { persona, outcome: 'ready', applied: report.steps.map(({ id }) => id) }
    case 'blocked':
      return { persona, outcome: 'blocked', problems: report.problems }
    case 'failed':
      return { persona, outcome: 'failed', error: report.error }
    case 'rehearsed':
      return { persona, outcome: 'failed', error: new Error('The migrations were rehearsed and not run.') }
    default:
      return report satisfies never
  }
}
