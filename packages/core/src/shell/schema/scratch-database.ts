// Owns: an empty database of the same engine: that it is one, and that it is left as it was found.
// Must not know: what is done in it.

import type { Dialect } from '../../model/dialect.ts'
import type { Driver } from '../../model/driver.ts'
import { type AnyMigrateError, MigrateError } from '../../model/error.ts'
import type { Report } from '../../model/report.ts'
import { tables } from '../../pure/journal/tables.ts'
import type { Call } from '../context/call.ts'
import { isRelation, namesIn, type Visit, visit } from './catalogue.ts'
import type { MigratorOptions } from '../context/migrator-options.ts'
import { withWords } from '../context/with-words.ts'

export interface ScratchDatabase {
  readonly driver: Driver
  /** The history is kept where the line's tables are: a schema of its own would have to be taken away again. */
  readonly options: Omit<MigratorOptions, 'line' | 'requires' | 'schema'> & { readonly table: string }
  readonly call: Call
}

/** Types and rules of one engine are not written as another's; SQLite's are, whoever built it. Rejects with `INVALID`. */
export async function refuseUnlessAlike(looking: Visit, scratch: Driver): Promise<void> {
  const dialectOf = ({ dialect: { family, flavor } }: { readonly dialect: Dialect }): string =>
    family === 'sqlite' ? family : (flavor ?? family)
  const own = await visit(looking, (session) => Promise.resolve(dialectOf(session)))
  const its =
    looking.driver.dialect.family === scratch.dialect.family
      ? await visit({ ...looking, driver: scratch, during: 'looking at the scratch database' }, (session) =>
          Promise.resolve(dialectOf(session)),
        )
      : scratch.dialect.family
  if (own === its && looking.driver !== scratch) return
  const why = own === its ? 'is the database itself' : `is ${its} and the database is ${own}`
  throw refused(`The scratch database ${why}: it has to be an empty one of the same engine. Nothing was touched.`, undefined)
}

/** Rejects with `INVALID`, and has touched nothing then. */
export async function refuseUnlessEmpty(scratch: ScratchDatabase): Promise<void> {
  const [first, ...others] = await namesLeft(scratch)
  if (first === undefined) return
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  throw refused(`The scratch database is not empty: it has '${first}'${more}. It was not touched.`, first)
}

/** Of everything that is there. */
export async function namesLeft(scratch: ScratchDatabase): Promise<readonly string[]> {
  return (await visit(reading(scratch), namesIn)).map(({ name }) => name)
}

/** Of what could not be made beside another of its name, but for the bookkeeping. */
export async function relations(scratch: ScratchDatabase): Promise<readonly string[]> {
  const { history, lease, step } = tables(scratch.options)
  const ours = new Set([history, lease, step])
  const names = (await visit(reading(scratch), namesIn)).filter(isRelation).map(({ name }) => name)
  return names.filter((name) => !ours.has(name))
}

export function reading({ driver, options, call }: ScratchDatabase): Visit {
  return { driver, purpose: 'read', during: 'looking at the scratch database', options, call }
}

/** `down` takes back all of the line. The history stays where anything of it does: it says what that is. */
export async function clearedAway(scratch: ScratchDatabase, down: () => Promise<Report>): Promise<void> {
  const report = await down()
  if (report.outcome !== 'migrated' && report.outcome !== 'up-to-date') return
  const { history, lease, step } = tables(scratch.options)
  await visit({ ...reading(scratch), purpose: 'write', call: {} }, async (session) => {
    for (const table of [history, step, lease]) await session.run(`DROP TABLE IF EXISTS ${session.dialect.identifier(table)}`)
  })
}

/** Clears away after a failure, and says in the error what could not be. What went wrong first is what is told. */
export async function withWhatIsLeft(
  error: AnyMigrateError,
  scratch: ScratchDatabase,
  down: () => Promise<Report>,
): Promise<AnyMigrateError> {
  try {
    await clearedAway(scratch, down)
    const left = await namesLeft({ ...scratch, call: {} })
    return left.length === 0 ? error : withWords(error, `In the scratch database. There is left: ${left.join(', ')}.`)
  } catch {
    return error
  }
}

function refused(message: string, id: string | undefined): MigrateError<'INVALID'> {
  return new MigrateError('INVALID', message, { subject: 'scratch', id })
}
