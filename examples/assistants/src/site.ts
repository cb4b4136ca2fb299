// Owns: what each command needs: the settings, the database that they name, and somebody to talk to.
// Must not know: commands.

import { assertMeant } from './consent.ts'
import { type Database, nameOf, openDatabase } from './database.ts'
import type { Consent } from './invocation.ts'
import { type Lined, migratorsOf } from './migrators.ts'
import { reached } from './reached.ts'
import { EXIT, Refusal } from './refusal.ts'
import type { Settings } from './settings.ts'
import { INIT } from './standing.ts'
import { say, type Surroundings } from './surroundings.ts'

export interface Site {
  readonly settings: Settings
  readonly database: Database
  /** Of the database, without a password. */
  readonly name: string
  readonly say: (line: string) => void
  readonly reached: () => Promise<'there' | 'missing'>
  /** Rejects with `Refusal` where the database is missing. */
  readonly assertThere: () => Promise<void>
  readonly lines: () => Promise<readonly Lined[]>
  readonly assertMeant: (consent: Consent, question: string) => Promise<void>
}

/** Nothing is sent to the database yet. Whoever opens it closes `database`. */
export function openSite(settings: Settings, surroundings: Surroundings): Site {
  const database = openDatabase(settings.place)
  const name = nameOf(settings.place)
  const reach = () => reached(database, settings.pauseMs, (words) => void surroundings.stderr.write(`${words}\n`))
  return {
    settings,
    database,
    name,
    say: (line) => say(surroundings, line),
    reached: reach,
    async assertThere() {
      if ((await reach()) === 'missing') throw new Refusal(EXIT.failed, `There is no database ${name}. ${INIT}`)
    },
    lines: () => migratorsOf(database.driver, settings.migrations),
    assertMeant: (consent, question) => assertMeant(surroundings, consent, question),
  }
}
