// Owns: which names an agent can have, and what is made of one: its file, its variable, its database.
// Must not know: whether there is such an agent.

import { EXIT, Refusal } from './refusal.ts'

export interface AgentName {
  /** As it was given: what the agent is called. */
  readonly given: string
  /** `my_new_agent`: in file names. */
  readonly snake: string
}

/** Nothing in it that a path, a variable or a YAML file could take for something else. */
const ALLOWED = /^[A-Za-z][A-Za-z0-9 _-]*$/
const LONGEST = 64
/** Their variables and files are those of the gateway and the orchestrator. */
const TAKEN: ReadonlySet<string> = new Set(['web_ui_gateway', 'webui_gateway', 'orchestrator', 'main_orchestrator'])

/** Throws `Refusal`. Names that differ in case, spaces, dashes and underscores only are one name. */
export function readAgentName(given: string): AgentName {
  const name = given.trim()
  if (!ALLOWED.test(name) || name.length > LONGEST) {
    throw refused(
      given,
      `A name begins with a letter and has at most ${LONGEST} letters and digits of ASCII, spaces, dashes and underscores, because files and variables are called after it.`,
    )
  }
  const snake = wordsOf(name).join('_')
  if (TAKEN.has(snake)) throw refused(given, `Files or variables of that name (${snake}) belong to the gateway or the orchestrator.`)
  if (snake.startsWith('shared_config')) throw refused(given, '`run` leaves out files that begin with shared_config: it would never start.')
  return { given: name, snake }
}

/** `MY_NEW_AGENT_DATABASE_URL`. */
export function variableOf({ snake }: AgentName): string {
  return `${snake.toUpperCase()}_DATABASE_URL`
}

/** Spaces, dashes and underscores part words, and so do the borders of camelCase: `APIKey` is `api`, `key`. */
function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[ _-]+/)
    .filter((word) => word !== '')
}

function refused(given: string, why: string): Refusal {
  return new Refusal(EXIT.usage, `An agent cannot be called ${JSON.stringify(given)}. ${why} Nothing was written; choose another name.`)
}
